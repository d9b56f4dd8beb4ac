import type { Sql } from '#server/platform/db.ts'
import { shortId } from './short-id.ts'

// AWS does not tell with which credential a client is connected; only the records of its connects do.
const hours = 48
const mostClients = 50
const recordsLookedAt = 2_000
const connectsLookedAt = 50

const since = (now: Date) => new Date(now.getTime() - hours * 3_600_000)

/** Who connected last under a client ID and when, and everybody who did of late. */
export type Holder = { principal: string; at: Date; principals: string[] }

/** The latest connects of these client IDs that the records of the last 48 hours name a credential for. */
export async function lastHolders(
  sql: Sql,
  account: number,
  clients: readonly string[],
  now: Date,
): Promise<Map<string, Holder>> {
  if (clients.length === 0) return new Map()
  const { rows } = await sql.query<Holder & { client_id: string }>(
    `SELECT c.client_id, e.* FROM (SELECT DISTINCT unnest($2::text[]) AS client_id) c CROSS JOIN LATERAL (
       SELECT (array_agg(principal ORDER BY at DESC))[1] AS principal, max(at) AS at,
         array_agg(DISTINCT principal) AS principals
       FROM (SELECT principal, at FROM connection_events e WHERE e.account_id = $1 AND e.client_id = c.client_id
         AND e.kind = 'connect' AND e.principal IS NOT NULL AND e.at > $3 ORDER BY e.at DESC LIMIT ${connectsLookedAt}) r
     ) e WHERE e.principal IS NOT NULL`,
    [account, clients, since(now)],
  )
  return new Map(rows.map(({ client_id, ...holder }) => [client_id, holder]))
}

/** By credential, the client IDs it was connected as in the last 48 hours, the latest 50 of each. */
export async function clientsSeenWith(
  sql: Sql,
  account: number,
  credentials: readonly string[],
  now: Date,
): Promise<Map<string, string[]>> {
  if (credentials.length === 0) return new Map()
  const { rows } = await sql.query<{ principal: string; clients: string[] }>(
    `SELECT p.principal, e.clients FROM (SELECT DISTINCT unnest($2::text[]) AS principal) p CROSS JOIN LATERAL (
       SELECT array_agg(client_id ORDER BY client_id) AS clients FROM (
         SELECT client_id FROM (SELECT client_id, at FROM connection_events e WHERE e.account_id = $1
           AND e.principal = p.principal AND e.kind IN ('connect', 'disconnect') AND e.at > $3
           ORDER BY e.at DESC LIMIT ${recordsLookedAt}) r
         GROUP BY client_id ORDER BY max(at) DESC LIMIT ${mostClients}) c
     ) e WHERE e.clients IS NOT NULL`,
    [account, credentials, since(now)],
  )
  return new Map(rows.map(({ principal, clients }) => [principal, clients]))
}

/**
 * By credential, the client IDs of the incident that a run answers, where the credential has a side in it: its own, and
 * those of the incidents that a common cause or a person joined to it. The latest 50 of each.
 */
export async function clientsOfIncident(
  sql: Sql,
  runId: string,
  credentials: readonly string[],
): Promise<Map<string, string[]>> {
  if (credentials.length === 0) return new Map()
  const { rows } = await sql.query<{ principal: string; clients: string[] }>(
    `WITH told AS (
       SELECT i.id, i.client_id, i.last_at FROM response_runs r JOIN incidents i ON i.id = r.incident_id
         WHERE r.id = $1 AND i.storm_key IS NULL
       UNION ALL
       SELECT m.id, m.client_id, m.last_at FROM response_runs r JOIN incidents m ON m.merged_into = r.incident_id WHERE r.id = $1
     )
     SELECT a.value AS principal, (array_agg(t.client_id ORDER BY t.last_at DESC))[:${mostClients}] AS clients
     FROM told t JOIN incident_actors a ON a.incident_id = t.id AND a.kind = 'principal' AND a.value = ANY($2::text[])
     GROUP BY a.value`,
    [runId, credentials],
  )
  return new Map(rows.map(({ principal, clients }) => [principal, clients]))
}

/**
 * By number, the latest that is recorded of a credential's sessions under a client ID after a moment: that one began, or
 * ended. A connect that AWS refused is none.
 */
export async function sessionsOf(
  sql: Sql,
  account: number,
  wanted: readonly { n: number; credential: string; clientId: string; after: Date }[],
): Promise<Map<number, { clientId: string; at: Date; kind: string }>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await sql.query<{ n: number; clientId: string; at: Date; kind: string }>(
    `SELECT DISTINCT ON (w.n) w.n, w.client_id AS "clientId", e.at, e.kind
     FROM unnest($2::int[], $3::text[], $4::text[], $5::timestamptz[]) w (n, credential, client_id, after)
     CROSS JOIN LATERAL (SELECT e.at, e.kind FROM connection_events e WHERE e.account_id = $1 AND e.client_id = w.client_id
       AND e.principal = w.credential AND e.kind IN ('connect', 'disconnect') AND e.at > w.after ORDER BY e.at DESC LIMIT 1) e
     ORDER BY w.n, e.at DESC`,
    [
      account,
      wanted.map(({ n }) => n),
      wanted.map(({ credential }) => credential),
      wanted.map(({ clientId }) => clientId),
      wanted.map(({ after }) => after),
    ],
  )
  return new Map(rows.map(({ n, ...session }) => [n, session]))
}

/** Whether any feed brought records of an account in the last 48 hours. */
export async function hasRecords(sql: Sql, account: number, now: Date): Promise<boolean> {
  const { rowCount } = await sql.query('SELECT 1 FROM connection_events WHERE account_id = $1 AND at > $2 LIMIT 1', [
    account,
    since(now),
  ])
  return Boolean(rowCount)
}

/** Says that somebody else's session is not ended. */
export const heldByAnother = (clientId: string, credential: string): string =>
  `The session of ${clientId} is held by another credential (${shortId(credential)}); it is left alone`
