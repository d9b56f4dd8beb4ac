import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
} from '@aws-sdk/client-sqs'
import { beforeEach, describe, expect, test } from 'vitest'
import type { LifecycleEvent } from '#simulator/broker/lifecycle-events.ts'
import { expectRefusal, simulate } from './simulated.ts'

const aws = simulate()
const QueueName = 'fleetwarden-presence'
const QueueUrl = `https://sqs.eu-west-1.amazonaws.com/123456789012/${QueueName}`

const receive = async (input: Partial<ReceiveMessageCommandInput> = {}) => {
  const { Messages = [] } = await aws.sqs().send(new ReceiveMessageCommand({ QueueUrl, ...input }))
  return Messages
}

/** A client comes or goes. */
function happened(clientId: string, eventType: LifecycleEvent['eventType'] = 'connected') {
  const [account, region] = ['123456789012', 'eu-west-1']
  const at = aws.world.clock.now()
  const record = { clientId, timestamp: at, eventType, sessionIdentifier: 's', principalIdentifier: 'p' }
  aws.world.records.add({
    kind: 'lifecycle',
    account,
    region,
    at,
    topic: `$aws/events/presence/${eventType}/${clientId}`,
    record,
  })
}

const empty = async () => {
  for (;;) {
    const messages = await receive({ MaxNumberOfMessages: 10 })
    if (!messages.length) return
    for (const { ReceiptHandle } of messages) {
      await aws.sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }
  }
}

beforeEach(async () => {
  await aws.control('PUT', '/_simulator/clock', { advanceMs: 3_600_000 })
  await empty()
})

test('the queue is found by its name, and its URL leads here', async () => {
  const { QueueUrl: found = '' } = await aws.sqs().send(new GetQueueUrlCommand({ QueueName }))
  expect(found).toBe(`${aws.url}/123456789012/${QueueName}`)
  const { Attributes } = await aws
    .sqs()
    .send(
      new GetQueueAttributesCommand({ QueueUrl: found, AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages'] }),
    )
  expect(Attributes).toEqual({
    QueueArn: `arn:aws:sqs:eu-west-1:123456789012:${QueueName}`,
    ApproximateNumberOfMessages: '0',
  })
  await expectRefusal(aws.sqs().send(new GetQueueUrlCommand({ QueueName: 'other' })), 'QueueDoesNotExist', 400)
})

describe('a message', () => {
  test('is a lifecycle event as it is published, hidden once received, and gone once deleted', async () => {
    happened('pump')
    const [message] = await receive({ MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'] })
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ clientId: 'pump', eventType: 'connected' })
    expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' })
    await aws.control('PUT', '/_simulator/clock', { advanceMs: 40_000 })
    const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] })
    expect(again).toMatchObject({ MessageId: message?.MessageId, Attributes: { ApproximateReceiveCount: '2' } })
    await aws.sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }))
    await aws.control('PUT', '/_simulator/clock', { advanceMs: 40_000 })
    expect(await receive()).toEqual([])
  })

  test('comes back at once when its visibility is given up', async () => {
    happened('pump')
    const [message] = await receive()
    const { ReceiptHandle } = message ?? {}
    await aws.sqs().send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
    expect((await receive())[0]?.MessageId).toBe(message?.MessageId)
  })

  test('is waited for', async () => {
    setTimeout(() => happened('pump'), 300)
    expect(await receive({ WaitTimeSeconds: 5 })).toHaveLength(1)
  })
})

test('many come, some of them twice, and are deleted by tens', async () => {
  for (let index = 0; index < 300; index++) happened(`pump-${index}`)
  const seen = new Map<string, number>()
  for (let round = 0; round < 60; round++) {
    const messages = await receive({ MaxNumberOfMessages: 10 })
    for (const { Body = '' } of messages) {
      const { clientId } = JSON.parse(Body) as LifecycleEvent
      seen.set(clientId, (seen.get(clientId) ?? 0) + 1)
    }
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
    if (!Entries.length) break
    const { Successful } = await aws.sqs().send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    expect(Successful).toHaveLength(Entries.length)
  }
  expect(seen.size).toBe(300)
  expect([...seen.values()].some((count) => count > 1)).toBe(true)
})

test.each([
  [{ MaxNumberOfMessages: 11 }, 'InvalidParameterValue'],
  [{ WaitTimeSeconds: 21 }, 'InvalidParameterValue'],
  [{ QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/210987654321/fleetwarden-presence' }, 'QueueDoesNotExist'],
])('%j is refused', async (input, name) => {
  await expectRefusal(receive(input), name, 400)
})
