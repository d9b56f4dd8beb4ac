import type { Observation, RowId } from '#server/history/observation.ts'
import { plainOrNull } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'

/** A thing's connectivity as the fleet index tells it; `since` in epoch ms, null when it never connected. */
export type PresenceFacts = {
  thingRowId: RowId
  thingName: string
  connected: boolean
  since: number | null
  disconnectReason: string | null
  clientId: string | null
  keepAliveS: number | null
  cleanSession: boolean | null
}

// A device that was away since A and is back since B was away for B - A seconds.
const cameBack = '(NOT p.connected AND excluded.connected AND excluded.since > p.since)'
const gap = 'least(extract(epoch FROM excluded.since - p.since), 2147483647)::int'

/** Writes presence that differs. What is older than what we know is not news: pages are read before they are stored. */
export async function recordPresence({ tx, account }: Observation, page: PresenceFacts[]): Promise<number> {
  if (page.length === 0) return 0
  const { rowCount } = await tx.query({
    name: 'presence-record',
    text: `INSERT INTO presence AS p (account_id, thing_row_id, thing_name, connected, since, disconnect_reason,
         client_id, keep_alive_s, clean_session)
       SELECT $1, n.* FROM unnest($2::bigint[], $3::text[], $4::bool[], $5::timestamptz[], $6::text[], $7::text[],
         $8::int[], $9::bool[])
         AS n(id, thing_name, connected, since, disconnect_reason, client_id, keep_alive_s, clean_session)
       LEFT JOIN LATERAL (SELECT * FROM presence o WHERE o.thing_row_id = n.id LIMIT 1) o ON TRUE
       WHERE o.thing_row_id IS NULL
         OR ((o.connected, o.since, o.disconnect_reason, o.client_id, o.keep_alive_s, o.clean_session)
             IS DISTINCT FROM (n.connected, n.since, n.disconnect_reason, n.client_id, n.keep_alive_s, n.clean_session)
           AND (o.since IS NULL OR n.since >= o.since))
       ON CONFLICT (thing_row_id) DO UPDATE SET connected = excluded.connected, since = excluded.since,
         disconnect_reason = excluded.disconnect_reason, client_id = excluded.client_id,
         keep_alive_s = excluded.keep_alive_s, clean_session = excluded.clean_session,
         gaps_observed = p.gaps_observed + CASE WHEN ${cameBack} THEN 1 ELSE 0 END,
         typical_gap_s = CASE WHEN ${cameBack} THEN coalesce(p.typical_gap_s + (${gap} - p.typical_gap_s) / 4, ${gap})
           ELSE p.typical_gap_s END,
         longest_gap_s = CASE WHEN ${cameBack} THEN greatest(p.longest_gap_s, ${gap}) ELSE p.longest_gap_s END`,
    values: [
      account.id,
      page.map(({ thingRowId }) => thingRowId),
      page.map(({ thingName }) => thingName),
      page.map(({ connected }) => connected),
      page.map(({ since }) => (since === null ? null : new Date(since))),
      page.map(({ disconnectReason }) => plainOrNull(disconnectReason)),
      page.map(({ clientId }) => plainOrNull(clientId)),
      page.map(({ keepAliveS }) => keepAliveS),
      page.map(({ cleanSession }) => cleanSession),
    ],
  })
  return rowCount ?? 0
}

/** When, by AWS's clock, the last change we know of happened. */
export async function latestPresence(sql: Sql, accountId: number): Promise<Date | null> {
  const { rows } = await sql.query<{ since: Date }>(
    `SELECT since FROM presence WHERE account_id = $1 AND since IS NOT NULL
     ORDER BY account_id, since DESC NULLS LAST LIMIT 1`,
    [accountId],
  )
  return rows[0]?.since ?? null
}

/** Row ids of things that are not gone, by name. */
export async function rowsByName({ tx, account }: Observation, names: string[]): Promise<Map<string, RowId>> {
  const { rows } = await tx.query<{ id: RowId; name: string }>({
    name: 'things-by-name',
    text: 'SELECT id, name FROM things WHERE account_id = $1 AND name = ANY($2::text[]) AND gone_at IS NULL',
    values: [account.id, names],
  })
  return new Map(rows.map(({ id, name }) => [name, id]))
}

/** A session that was seen to have ended, by AWS's clock. */
export type SessionEnded = { clientId: string; since: Date; reason: string | null }

/**
 * Says of things that they are disconnected, as somebody who looked at single sessions has seen it between two readings
 * of the fleet index. Returns how many were thought to be connected.
 */
export async function recordSessionsEnded(tx: Sql, accountId: number, ended: SessionEnded[]): Promise<number> {
  if (ended.length === 0) return 0
  const { rowCount } = await tx.query({
    name: 'presence-sessions-ended',
    text: `WITH ended AS (
         SELECT DISTINCT ON (client) * FROM unnest($2::text[], $3::timestamptz[], $4::text[]) AS e(client, since, reason)
         ORDER BY client, since DESC
       ), theirs AS (
         SELECT t.id, e.* FROM ended e JOIN things t ON t.account_id = $1 AND t.name = e.client AND t.gone_at IS NULL
         UNION
         SELECT p.thing_row_id, e.* FROM ended e
           JOIN presence p ON p.account_id = $1 AND p.client_id = e.client AND p.client_id <> p.thing_name
       )
       UPDATE presence p SET connected = FALSE, since = e.since, disconnect_reason = e.reason FROM theirs e
       WHERE p.thing_row_id = e.id AND p.connected AND coalesce(p.client_id, p.thing_name) = e.client
         AND (p.since IS NULL OR e.since >= p.since)`,
    values: [
      accountId,
      ended.map(({ clientId }) => clientId),
      ended.map(({ since }) => since),
      ended.map(({ reason }) => plainOrNull(reason)),
    ],
  })
  return rowCount ?? 0
}
