import type { Sql } from '#server/platform/db.ts'
import type { ClientFacts } from '../facts.ts'
import type { Of } from './which.ts'

/** How long a client ID that connected once is spoken of. */
const days = 30
// An installation whose things are named otherwise than its clients has as many as things: some tell enough.
const most = 10_000

/**
 * Client IDs that connected after `since`, and those of open findings, that no thing is called by or was seen to connect as.
 * Records that come late are found by their time of at most an hour before.
 */
export async function loadClients(sql: Sql, of: Of, since: Date | null, now: Date): Promise<ClientFacts[]> {
  const { rows } = await sql.query<ClientFacts>(
    `WITH seen AS (
       SELECT DISTINCT client_id FROM connection_events
       WHERE account_id = $1 AND kind = 'connect' AND at > greatest($2::timestamptz - interval '1 hour', $3::timestamptz - interval '${days} days')
       UNION SELECT subject FROM findings WHERE account_id = $1 AND subject_kind = 'client' AND subject_row_id IS NULL AND open
     ), strange AS (
       SELECT s.client_id FROM seen s
       WHERE NOT EXISTS (SELECT FROM things t WHERE t.account_id = $1 AND t.name = s.client_id AND t.gone_at IS NULL)
         AND NOT EXISTS (SELECT FROM presence p WHERE p.account_id = $1 AND p.client_id = s.client_id AND p.client_id <> p.thing_name)
       LIMIT ${most}
     )
     SELECT NULL AS "rowId", s.client_id AS name, e.at AS "lastConnect", e.principal, e.addresses
     FROM strange s CROSS JOIN LATERAL (
       SELECT max(at) AS at, (array_agg(principal ORDER BY at DESC))[1] AS principal,
         coalesce(array_agg(DISTINCT source_ip) FILTER (WHERE source_ip IS NOT NULL), '{}') AS addresses
       FROM (SELECT c.at, c.principal, c.source_ip FROM connection_events c
         WHERE c.account_id = $1 AND c.client_id = s.client_id AND c.kind = 'connect' AND c.at > $3::timestamptz - interval '${days} days'
         ORDER BY c.at DESC LIMIT 20) latest) e
     WHERE e.at IS NOT NULL`,
    [of.id, since ?? new Date(0), now],
  )
  return rows
}
