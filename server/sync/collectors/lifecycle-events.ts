import type { QueueMessage } from '#server/aws/queue.ts'
import { parseLifecycleEvent } from '#server/incidents/feeds/lifecycle-event.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import { collector, tail } from '../collector.ts'
import { newest, placesOf } from '../connection-feeds.ts'

const receiversAtOnce = 8
/** A pass ends after so many messages, so that its progress is seen; what is left is due at once. */
const mostMessages = 20_000

const recordsIn = (messages: QueueMessage[]) => messages.flatMap(({ body }) => parseLifecycleEvent(body) ?? [])

export default collector({
  title: 'Presence events',
  brings: 'lifecycle events',
  everyMs: 10_000,
  needs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
  async choose(source) {
    const { queueUrl } = await placesOf(source)
    if (queueUrl) return ['queue']
    return { unavailable: 'No queue is named in the account’s settings; npm run aws-setup prints what to create.' }
  },
  ways: {
    queue: tail<QueueMessage, null>({
      async *pages({ aws, ...source }) {
        const { queueUrl } = await placesOf(source)
        if (!queueUrl) return
        for (let read = 0; read < mostMessages; ) {
          const batches = await Promise.all(Array.from({ length: receiversAtOnce }, () => aws.queue.receive(queueUrl)))
          const items = batches.flat()
          if (items.length === 0) return
          read += items.length
          yield { items, position: null }
        }
      },
      keep: (seen, messages) => recordConnections(seen, recordsIn(messages)),
      // Only what is kept for good is taken off the queue; what comes again meanwhile is known already.
      async kept({ aws, ...source }, messages) {
        const { queueUrl } = await placesOf(source)
        if (queueUrl) await aws.queue.remove(queueUrl, messages)
      },
      lastAt: (messages) => newest(recordsIn(messages)),
    }),
  },
})
