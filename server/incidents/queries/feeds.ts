import type { Incident } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { listFeeds } from '#server/sync/queries.ts'

/** The collectors that incidents rest on, and what each adds. */
const adds: Record<string, string> = {
  'connection-log': 'Who was thrown out, when and from which address; with Connect at INFO, who came, too.',
  'connection-log-backfill': 'The days that the log reader missed.',
  'lifecycle-events': 'Each session with its beginning, its end and its credential, in an order that is certain.',
  presence: "Why the index thinks a registered device's last session ended.",
  'client-id-conflicts': 'What Device Defender found on its own: conflicting client IDs and shared certificates.',
}

/** The sources of an account's incidents, each with its state and the age of what it brought last. */
export async function feedsOf(context: Context, account: number): Promise<Incident['feeds']> {
  const [feeds, { rows }] = await Promise.all([
    listFeeds(context, { account }),
    context.database.pool.query<{ feed: string; last_at: Date | null }>(
      'select feed, last_at from feed_positions where account_id = $1',
      [account],
    ),
  ])
  const newest = new Map(rows.map(({ feed, last_at }) => [feed, last_at?.toISOString() ?? null]))
  return feeds.flatMap(({ collector, state, lastSuccessAt }) => {
    const brings = adds[collector]
    return brings ? [{ feed: collector, state, lastAt: newest.get(collector) ?? lastSuccessAt, adds: brings }] : []
  })
}
