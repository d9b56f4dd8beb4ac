import { z } from 'zod'
import { logRecord } from '../broker/log-records.ts'
import { days as daysMs } from '../clock.ts'
import { streamOf } from '../feeds.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { LogEvent } from '../fleet/log-group.ts'
import { destinationOf } from '../fleet/logging.ts'
import { comingsAndGoings, conflictsOf } from './happenings.ts'
import type { Happening } from './parties.ts'
import { QuickDice } from './quick-dice.ts'
import { messagesOf, refusalsOf } from './traffic.ts'

export const historyRequest = z.strictObject({
  days: z.number().positive().max(90).default(7),
  records: z.number().int().min(1).max(1_000_000).default(20_000).describe('as INFO would have them'),
  conflictShare: z.number().min(0).max(1).default(0.01).describe('how many of them belong to conflicts'),
  conflicts: z.number().int().min(0).max(10_000).default(5).describe('client ids, the causes taking turns'),
  refusals: z
    .number()
    .int()
    .min(0)
    .max(200_000)
    .default(0)
    .describe('besides, half of them in bursts of the last hour'),
  messages: z.number().int().min(0).max(500_000).default(0).describe('besides, as INFO for Publish-In would have them'),
  seed: z.string().default('history'),
})

type HistoryRequest = z.infer<typeof historyRequest>

/**
 * Writes what would have been logged in the past days into an account's log groups, as far as its logging options say, and
 * tells which client ids were in conflict, why, and how often one was thrown out; also who was refused in bursts, and who
 * sent the most. The same seed gives the same history.
 */
export function writeHistory(fleet: Fleet, request: HistoryRequest) {
  const { days, records, conflictShare, conflicts: count, refusals, messages, seed } = request
  const to = fleet.clock.now()
  const dice = new QuickDice(`${fleet.account}/${seed}`)
  const span = { from: to - daysMs(days), to }
  const kicks = Math.floor((records * conflictShare) / 2)
  const conflicts = count && kicks ? conflictsOf(fleet, dice, { ...span, count, kicks }) : []
  const fought = conflicts.flatMap(({ happenings }) => happenings)
  const ordinary = comingsAndGoings(fleet, dice, { ...span, count: Math.max(0, records - fought.length) })
  const refused = refusalsOf(fleet, dice, { ...span, count: refusals })
  const sent = messagesOf(fleet, dice, { ...span, count: messages })
  return {
    written: writeAll(fleet, fought.concat(ordinary, refused.happenings, sent.happenings)),
    conflicts: conflicts.map(({ happenings, ...conflict }) => conflict),
    ...(refusals && { bursts: refused.bursts }),
    ...(messages && { loudest: sent.loudest }),
  }
}

function writeAll(fleet: Fleet, happened: readonly Happening[]): Record<string, number> {
  const byGroup = new Map<string, Omit<LogEvent, 'sequence'>[]>()
  for (const { at, fields } of happened) {
    const record = logRecord(fleet.account, at, { protocol: 'MQTT', ...fields })
    const name = fleet.logging && destinationOf(fleet.logging, record, [])
    if (!name) continue
    const events = byGroup.get(name) ?? []
    events.push({ at, readableAt: at + 2000, stream: streamOf(fleet.account, record.clientId), record })
    byGroup.set(name, events)
  }
  for (const [name, events] of byGroup) fleet.logs.open(name, events[0]?.at ?? 0).addHistory(events)
  return Object.fromEntries([...byGroup].map(([name, events]) => [name, events.length]))
}
