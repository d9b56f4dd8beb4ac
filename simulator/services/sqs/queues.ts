import type { QueueAttributeName } from '@aws-sdk/client-sqs'
import { invalidValue, queueAt, queueNamed, queueUrl } from './find.ts'
import type { SqsHandlers } from './handlers.ts'
import { usualVisibilityS } from './messages.ts'

const keptForS = 4 * 24 * 3600

export const queues: SqsHandlers = {
  ListQueues({ QueueNamePrefix = '' }, call) {
    const names = call.fleet.queues.names.filter((name) => name.startsWith(QueueNamePrefix))
    return names.length ? { QueueUrls: names.map((name) => queueUrl(call, name)) } : {}
  },

  GetQueueUrl({ QueueName }, call) {
    return { QueueUrl: queueUrl(call, queueNamed(call, QueueName).name) }
  },

  GetQueueAttributes({ QueueUrl, AttributeNames = [] }, call) {
    const { name, createdAt, messages } = queueAt(call, QueueUrl)
    const { account, region, clock } = call.fleet
    const now = clock.now()
    const waiting = messages.filter(({ visibleAt }) => visibleAt > now)
    const inFlight = waiting.filter(({ receives }) => receives > 0)
    const created = String(Math.floor(createdAt / 1000))
    const known: Partial<Record<QueueAttributeName, string>> = {
      ApproximateNumberOfMessages: String(messages.length - waiting.length),
      ApproximateNumberOfMessagesNotVisible: String(inFlight.length),
      ApproximateNumberOfMessagesDelayed: String(waiting.length - inFlight.length),
      CreatedTimestamp: created,
      LastModifiedTimestamp: created,
      VisibilityTimeout: String(usualVisibilityS),
      MessageRetentionPeriod: String(keptForS),
      MaximumMessageSize: '1048576',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '0',
      QueueArn: `arn:aws:sqs:${region}:${account}:${name}`,
    }
    const wantsAll = AttributeNames.includes('All')
    const unknown = AttributeNames.find((wanted) => wanted !== 'All' && !(wanted in known))
    if (unknown) throw invalidValue(`Unknown Attribute ${unknown}.`)
    const wanted = Object.entries(known).filter(
      ([attribute]) => wantsAll || AttributeNames.some((asked) => asked === attribute),
    )
    return wanted.length ? { Attributes: Object.fromEntries(wanted) } : {}
  },
}
