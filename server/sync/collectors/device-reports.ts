import type { QueueMessage } from '#server/aws/queue.ts'
import { recordReports } from '#server/behaviours/ingest.ts'
import { parseReport } from '#server/behaviours/report.ts'
import { collector, type Source, tail } from '../collector.ts'

const receiversAtOnce = 4
/** A pass ends after so many messages, so that its progress is seen; what is left is due at once. */
const mostMessages = 20_000

const reportsIn = (messages: QueueMessage[]) => messages.flatMap(({ body }) => parseReport(body) ?? [])

export default collector({
  title: 'Device-side reports',
  brings: 'device-side metrics',
  everyMs: 15_000,
  needs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
  async choose(source) {
    if (await queueOf(source)) return ['queue']
    return {
      unavailable: 'No queue of reports is named in the account’s settings; npm run aws-setup prints what to create.',
    }
  },
  ways: {
    queue: tail<QueueMessage, null>({
      async *pages({ aws, ...source }) {
        const queue = await queueOf(source)
        if (!queue) return
        for (let read = 0; read < mostMessages; ) {
          const batches = await Promise.all(Array.from({ length: receiversAtOnce }, () => aws.queue.receive(queue)))
          const items = batches.flat()
          if (items.length === 0) return
          read += items.length
          yield { items, position: null }
        }
      },
      keep: (seen, messages) => recordReports(seen, reportsIn(messages)),
      // Only what is kept for good is taken off the queue; what comes again meanwhile is known already.
      async kept({ aws, ...source }, messages) {
        const queue = await queueOf(source)
        if (queue) await aws.queue.remove(queue, messages)
      },
      lastAt: (messages) => {
        const times = reportsIn(messages).map(({ at }) => at.getTime())
        return times.length === 0 ? null : new Date(Math.max(...times))
      },
    }),
  },
})

async function queueOf({ sql, account }: Pick<Source, 'sql' | 'account'>): Promise<string | null> {
  const { rows } = await sql.query<{ queue: string | null }>(
    'SELECT report_queue_url AS queue FROM aws_accounts WHERE id = $1',
    [account.id],
  )
  return rows[0]?.queue ?? null
}
