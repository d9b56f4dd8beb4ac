import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs'
import { z } from 'zod'
import type { Call, Tally } from './call.ts'
import { text } from './fields.ts'
import { parseItems } from './pages.ts'

const message = z.object({ MessageId: text, ReceiptHandle: z.string().min(1), Body: text })

/** A message as received; its receipt deletes it. */
export type QueueMessage = { id: string; receipt: string; body: string }

const atOnce = 10

/** Reads of an SQS queue. Messages come at least once and in no order. */
export function queueOperations(client: () => SQSClient, call: Call, tally: Tally) {
  return {
    /** At most ten messages. `waitS` above 0 waits for the first. */
    async receive(queueUrl: string, waitS = 0): Promise<QueueMessage[]> {
      const input = { QueueUrl: queueUrl, MaxNumberOfMessages: atOnce, WaitTimeSeconds: waitS }
      const answer = await call('ReceiveMessage', (s) =>
        client().send(new ReceiveMessageCommand(input), { abortSignal: s }),
      )
      return parseItems(message, answer.Messages ?? [], tally).map(({ MessageId, ReceiptHandle, Body }) => ({
        id: MessageId,
        receipt: ReceiptHandle,
        body: Body,
      }))
    },

    /** Takes messages off the queue. One that cannot be taken off comes again, which does no harm. */
    async remove(queueUrl: string, messages: QueueMessage[]): Promise<void> {
      for (let place = 0; place < messages.length; place += atOnce) {
        const Entries = messages
          .slice(place, place + atOnce)
          .map(({ receipt }, n) => ({ Id: String(n), ReceiptHandle: receipt }))
        await call('DeleteMessageBatch', (s) =>
          client().send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }), { abortSignal: s }),
        )
      }
    },
  }
}
