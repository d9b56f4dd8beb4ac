import type { Incident } from '#contract/incidents.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { feedState } from '#server/sync/rules.ts'
import { rowsOf } from './row.ts'

/** The collectors that incidents rest on, and what each adds. */
const adds: Record<string, string> = {
  'connection-log': 'Who was thrown out, when and from which address; with Connect at INFO, who came, too.',
  'connection-log-backfill': 'The days that the log reader missed.',
  'lifecycle-events': 'Each session with its beginning, its end and its credential, in an order that is certain.',
  presence:
    "Why the index thinks a registered device's last session ended: its take-overs, where no other feed tells of them.",
  'audit-findings':
    'What Device Defender found on its own: conflicting client IDs, and shared certificates with who used them when.',
}

/** One collection of an account, and when what it brought last happened; times as JSON has them. */
export type FeedRow = {
  collector: string
  state: string
  outcome: string | null
  success: string | null
  finished: string | null
  lease: string | null
  newest: string | null
}

/** The collections of an incident `i`'s account that incidents rest on, as JSON: FeedRow[]. */
export const feedsIn: Fragment =
  rowsOf(sql`select c.collector, c.state, c.last_outcome as outcome, c.last_success_at as success,
    c.last_finished_at as finished, c.lease_until as lease, p.last_at as newest
  from collections c left join feed_positions p on p.account_id = c.account_id and p.feed = c.collector
  where c.account_id = i.account_id and c.collector = any(${Object.keys(adds)}::text[])`)

/** The sources of an account's incidents, each with its state and the age of what it brought last. */
export function feedsOf(rows: readonly FeedRow[], now: Date): Incident['feeds'] {
  const known = new Map(rows.map((row) => [row.collector, row]))
  return Object.entries(adds).flatMap(([feed, brings]) => {
    const kind = feedKinds[feed]
    if (!kind) return []
    const row = known.get(feed)
    const standing = row && {
      state: row.state,
      lastOutcome: row.outcome,
      lastSuccessAt: dateIn(row.success),
      lastFinishedAt: dateIn(row.finished),
      leaseUntil: dateIn(row.lease),
    }
    const lastAt = dateIn(row?.newest ?? row?.success ?? null)?.toISOString() ?? null
    return [{ feed, state: feedState(standing ?? null, kind.everyMs / 1000, now), lastAt, adds: brings }]
  })
}

const dateIn = (text: string | null): Date | null => (text === null ? null : new Date(text))
