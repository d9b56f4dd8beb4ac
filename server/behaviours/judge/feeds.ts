import type { Sql } from '#server/platform/db.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { feedState } from '#server/sync/rules.ts'
import type { MetricFeed } from '../metrics.ts'

/** Whether what brings a kind of metric is fresh enough to judge by, and since when. */
export type FeedStanding = { fresh: boolean; at: Date | null; why: string | null }

// Any of them will do.
const collectorsOf: Record<MetricFeed, readonly string[]> = {
  connections: ['connection-log', 'lifecycle-events'],
  reports: ['device-reports'],
  presence: ['presence'],
  messages: ['message-log'],
  refusals: ['message-log'],
  sizes: [],
}
const missing: Record<MetricFeed, string> = {
  connections: 'Neither the connection log nor presence events are read',
  reports: 'No device-side reports are read',
  presence: 'The fleet index does not say who is connected',
  messages: 'AWS IoT logs single messages at level INFO only, which is not set or not read',
  refusals: 'The log of AWS IoT is off or not read',
  sizes: 'The log of AWS IoT does not say how large messages are',
}

/** How the feeds of metrics stand in an account. */
export async function standings(
  connection: Sql,
  account: number,
  now: Date,
): Promise<Record<MetricFeed, FeedStanding>> {
  const { rows } = await connection.query(
    `SELECT collector, state, lease_until AS "leaseUntil", last_outcome AS "lastOutcome", last_success_at AS "lastSuccessAt",
       last_finished_at AS "lastFinishedAt", route, pass_started_at AS "passStartedAt" FROM collections WHERE account_id = $1`,
    [account],
  )
  const standing = (feed: MetricFeed): FeedStanding => {
    const own = rows.filter(({ collector }) => collectorsOf[feed].includes(collector))
    const fresh = own.filter(
      (row) =>
        ['fresh', 'running'].includes(feedState(row, (feedKinds[row.collector]?.everyMs ?? 0) / 1000, now)) &&
        row.lastSuccessAt !== null &&
        // Where only failures are logged, that nothing was sent says nothing.
        (feed !== 'messages' || row.route === 'counting'),
    )
    const at = own.reduce<Date | null>(
      (latest, { lastSuccessAt }) => (lastSuccessAt && (!latest || lastSuccessAt > latest) ? lastSuccessAt : latest),
      null,
    )
    return { fresh: fresh.length > 0, at, why: fresh.length > 0 ? null : missing[feed] }
  }
  return {
    connections: standing('connections'),
    reports: standing('reports'),
    presence: standing('presence'),
    messages: standing('messages'),
    refusals: standing('refusals'),
    sizes: standing('sizes'),
  }
}
