import type { Sql } from '#server/platform/db.ts'
import { type FeedRow, readinessOf } from './readiness.ts'

// Kinds that one collector reads side by side: AWS may permit some of them and not others.
const kinds = ['domain-configuration', 'provisioning-template', 'role-alias']
const collector = 'account-settings'

/**
 * Kinds of objects that the last reading of the settings left out, with what AWS said. Without this, none would look
 * like none that fails.
 */
export async function unreadKinds(sql: Sql, account: number): Promise<Map<string, string>> {
  const { rows } = await sql.query<{ kind: string; why: string }>(
    `SELECT k.kind, coalesce(c.last_error, 'Not everything could be read.') AS why
     FROM collections c CROSS JOIN unnest($3::text[]) AS k (kind)
     WHERE c.account_id = $1 AND c.collector = $2 AND c.last_outcome = 'partial' AND NOT EXISTS (
       SELECT FROM aws_objects o WHERE o.account_id = $1 AND o.kind = k.kind
         AND o.seen_at > c.last_success_at - interval '10 minutes')`,
    [account, collector, kinds],
  )
  return new Map(rows.map(({ kind, why }) => [kind, why]))
}

/** The collectors of which any tells which clients connect. */
const connectionFeeds = ['connection-log', 'lifecycle-events', 'presence']

/** Why nothing can be said of clients; null while some feed tells who connects. */
export function unheardClients(feeds: ReadonlyMap<string, FeedRow>, now: Date): string | null {
  if (connectionFeeds.some((id) => readinessOf([id], feeds, now).whyNot === null)) return null
  return 'No connection log, queue of presence events or fleet index tells who connects'
}
