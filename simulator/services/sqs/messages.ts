import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '@aws-sdk/client-sqs'
import type { Queue, QueuedMessage } from '../../fleet/queue.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { sha256 } from '../../x509/seeded.ts'
import { invalidValue, queueAt } from './find.ts'
import type { SqsHandlers } from './handlers.ts'

export const usualVisibilityS = 30

const longestWaitS = 20
const longestVisibilityS = 43_200
const mostAtOnce = 10
const lookEveryMs = 100
/** One message in so many comes again soon although it was received: at least once means that. */
const againEvery = 40
const againAfterMs = 500

export const messages: SqsHandlers = {
  async ReceiveMessage(input, call) {
    const queue = queueAt(call, input.QueueUrl)
    const { MaxNumberOfMessages = 1, WaitTimeSeconds = 0, VisibilityTimeout = usualVisibilityS } = input
    within(MaxNumberOfMessages, 1, mostAtOnce, 'MaxNumberOfMessages')
    within(WaitTimeSeconds, 0, longestWaitS, 'WaitTimeSeconds')
    within(VisibilityTimeout, 0, longestVisibilityS, 'VisibilityTimeout')
    const { clock } = call.fleet
    const hideUntil = (message: QueuedMessage) =>
      clock.now() + (comesAgain(message) ? againAfterMs : VisibilityTimeout * 1000)
    const receive = () => queue.receive(MaxNumberOfMessages, clock.now(), hideUntil)
    const giveUp = performance.now() + WaitTimeSeconds * 1000
    let received = receive()
    while (!received.length && performance.now() < giveUp) {
      await sleep(lookEveryMs, undefined, { ref: false })
      received = receive()
    }
    if (!received.length) return {}
    const attributes = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])]
    return { Messages: received.map((message) => described(message, attributes)) }
  },

  DeleteMessage({ QueueUrl, ReceiptHandle }, call) {
    const queue = queueAt(call, QueueUrl)
    queue.delete(messageId(ReceiptHandle))
    return {}
  },

  DeleteMessageBatch({ QueueUrl, Entries = [] }, call) {
    const queue = queueAt(call, QueueUrl)
    return inBatch(Entries, ({ ReceiptHandle }) => queue.delete(messageId(ReceiptHandle)))
  },

  ChangeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout }, call) {
    changeVisibility(queueAt(call, QueueUrl), call.fleet.clock.now(), { ReceiptHandle, VisibilityTimeout })
    return {}
  },

  ChangeMessageVisibilityBatch({ QueueUrl, Entries = [] }, call) {
    const queue = queueAt(call, QueueUrl)
    return inBatch(Entries, (entry) => changeVisibility(queue, call.fleet.clock.now(), entry))
  },
}

const comesAgain = ({ id, receives }: QueuedMessage) => receives === 1 && (sha256(id)[0] ?? 0) % againEvery === 0

function described({ id, body, sentAt, receivedFirstAt, receives }: QueuedMessage, wanted: string[]): Message {
  const known = {
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: String(receives),
    ApproximateFirstReceiveTimestamp: String(receivedFirstAt),
  }
  const named = Object.entries(known).filter(([name]) => wanted.includes('All') || wanted.includes(name))
  return {
    MessageId: id,
    ReceiptHandle: Buffer.from(`${id}/${receives}`).toString('base64'),
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Body: body,
    ...(named.length && { Attributes: Object.fromEntries(named) }),
  }
}

function messageId(receiptHandle = ''): string {
  const [, id] = /^([\da-f-]{36})\/\d+$/.exec(Buffer.from(receiptHandle, 'base64').toString()) ?? []
  if (!id) throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.')
  return id
}

function changeVisibility(
  queue: Queue,
  now: number,
  entry: { ReceiptHandle?: string | undefined; VisibilityTimeout?: number | undefined },
) {
  const { VisibilityTimeout = usualVisibilityS } = entry
  within(VisibilityTimeout, 0, longestVisibilityS, 'VisibilityTimeout')
  const message = queue.get(messageId(entry.ReceiptHandle))
  if (!message || message.visibleAt <= now) throw new AwsError('MessageNotInflight', 'The message is not in flight.')
  message.visibleAt = now + VisibilityTimeout * 1000
}

/** Each entry fares by itself. */
function inBatch<Entry extends { Id: string | undefined }>(entries: readonly Entry[], act: (entry: Entry) => void) {
  if (!entries.length) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.')
  if (entries.length > mostAtOnce) throw new AwsError('TooManyEntriesInBatchRequest', 'Too many entries.')
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more entries have the same Id.')
  }
  const Successful: { Id: string }[] = []
  const Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[] = []
  for (const entry of entries) {
    const Id = entry.Id ?? ''
    try {
      act(entry)
      Successful.push({ Id })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      Failed.push({ Id, SenderFault: true, Code: error.name, Message: error.message })
    }
  }
  return { Successful, Failed }
}

function within(value: number, least: number, most: number, name: string) {
  if (value >= least && value <= most) return
  throw invalidValue(`Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}.`)
}
