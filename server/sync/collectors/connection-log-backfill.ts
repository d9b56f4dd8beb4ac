import { duplicateQuery, parseLogRecord } from '#server/incidents/feeds/log-record.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { collector, minutes, tail } from '../collector.ts'
import { choosing, logGroups, newest } from '../connection-feeds.ts'

/** `to`: take-overs are known up to here. Epoch ms. */
type Position = { to: number }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const farthestDays = 14
/** The tail reads the last hour by itself. */
const tailMs = hourMs
const shortestMs = 60_000

export default collector({
  title: 'Connection log, days before',
  brings: 'past take-overs',
  everyMs: minutes(30),
  needs: ['iot:GetV2LoggingOptions', 'logs:StartQuery', 'logs:GetQueryResults'],
  choose: choosing('insights'),
  ways: {
    insights: tail<ConnectionRecord, Position>({
      async *pages(source, position) {
        const until = Date.now() - tailMs
        let from = Math.max(position?.to ?? 0, Date.now() - farthestDays * dayMs)
        if (until - from < tailMs / 2) return
        const groups = await logGroups(source)
        let stepMs = dayMs
        while (from < until) {
          const to = Math.min(from + stepMs, until)
          const found: ConnectionRecord[] = []
          let cut = false
          for (const group of groups) {
            const answer = await source.aws.logs.query({ group, from, to }, duplicateQuery)
            cut ||= answer.cut
            found.push(...answer.messages.flatMap((message) => parseLogRecord(message) ?? []))
          }
          yield { items: found.filter(({ duplicate }) => duplicate), position: { to: from } }
          // A full answer hides more: the same time is asked for again in smaller parts.
          if (cut && stepMs > shortestMs) {
            stepMs /= 4
            continue
          }
          from = to
          yield { items: [], position: { to } }
        }
      },
      keep: recordConnections,
      lastAt: newest,
    }),
  },
})
