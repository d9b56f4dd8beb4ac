import type pg from 'pg'
import type { Sql } from '#server/platform/db.ts'
import type { Task } from './task.ts'

/** Of a call that a worker may have sent before it died, and that cannot be looked up. */
export const notKnown = 'It is not known whether AWS received it.'

/**
 * When each of these clients' sessions was last closed by any run, or may have been. Found through what runs touched,
 * where the engine notes every client before it closes a session.
 */
async function lastKicks(sql: Sql, account: number, clients: string[], since: Date): Promise<Map<string, Date>> {
  const { rows } = await sql.query<{ client: string; at: Date }>(
    `SELECT c.name AS client, max(s.intended_at) AS at
     FROM response_touched c JOIN response_steps s ON s.run_id = c.run_id AND s.n = c.n
     WHERE c.account_id = $1 AND c.kind = 'client' AND c.name = ANY($2::text[]) AND s.intended_at > $3
       AND s.params->>'kind' = 'close-connection' AND s.params->>'clientId' = c.name AND s.state <> 'skipped'
       AND (s.state <> 'failed' OR s.error = $4)
     GROUP BY c.name`,
    [account, clients, since, notKnown],
  )
  return new Map(rows.map(({ client, at }) => [client, at]))
}

/**
 * Which of these clients may be disconnected now, for whoever holds the transaction; for the others, when they last
 * were. Runs of one account take turns here, and every client is noted, so that no two close the same session.
 */
export async function claimKicks(
  tx: pg.PoolClient,
  account: number,
  clients: readonly string[],
  { now, everyMinutes }: { now: Date; everyMinutes: number },
): Promise<Map<string, Date>> {
  if (clients.length === 0) return new Map()
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('response-kicks', $1))`, [account])
  return lastKicks(tx, account, [...new Set(clients)], new Date(now.getTime() - everyMinutes * 60_000))
}

/** Notes that a run touches these clients, by target. */
export async function noteClients(
  tx: Sql,
  { runId, account }: { runId: string; account: number },
  clients: readonly { n: Task['n']; clientId: string }[],
): Promise<void> {
  if (clients.length === 0) return
  await tx.query(
    `INSERT INTO response_touched (run_id, n, account_id, kind, name)
     SELECT DISTINCT $1::uuid, c.n, $2::int, 'client', c.name FROM unnest($3::int[], $4::text[]) c (n, name)
     ON CONFLICT DO NOTHING`,
    [runId, account, clients.map(({ n }) => n), clients.map(({ clientId }) => clientId)],
  )
}
