import { connectionPattern, parseLogRecord } from '#server/incidents/feeds/log-record.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { collector, tail } from '../collector.ts'
import { choosing, logGroups, newest } from '../connection-feeds.ts'

/** `to`: everything up to here was read once; `deepAt`: when it was last read again with the long overlap. Epoch ms. */
type Position = { to: number; deepAt: number }

const second = 1_000
const minute = 60 * second
// Records arrive late by seconds, now and then by minutes. What comes twice is kept once.
const overlapMs = 90 * second
const deepOverlapMs = 10 * minute
const deepEveryMs = 2 * minute
/** Behind this, days are caught up with by another feed. */
const farthestMs = 60 * minute

export default collector({
  title: 'Connection log',
  brings: 'connection records',
  everyMs: 15 * second,
  needs: ['iot:GetV2LoggingOptions', 'logs:FilterLogEvents'],
  choose: choosing('tail'),
  ways: {
    tail: tail<ConnectionRecord, Position>({
      async *pages(source, position) {
        const now = Date.now()
        const deep = !position || now - position.deepAt > deepEveryMs
        const next = { to: now, deepAt: deep ? now : position.deepAt }
        const from = Math.max((position?.to ?? 0) - (deep ? deepOverlapMs : overlapMs), now - farthestMs)
        for (const group of await logGroups(source)) {
          for await (const events of source.aws.logs.events({ group, from, to: now }, connectionPattern)) {
            const items = events.flatMap(({ message }) => parseLogRecord(message) ?? [])
            // Only after the last page has everything up to now been read.
            if (items.length > 0) yield { items, position: position ?? { to: from, deepAt: 0 } }
          }
        }
        yield { items: [], position: next }
      },
      keep: recordConnections,
      lastAt: newest,
    }),
  },
})
