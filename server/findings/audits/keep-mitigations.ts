import type { Changes, Observation } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import { logMitigations } from './log-mitigations.ts'

/** A task of mitigation actions: `facts` as AWS describes it, and its executions where its findings are named. */
export type Mitigation = {
  id: string
  status: string
  startedAt: Date
  endedAt: Date | null
  facts: unknown
  executions: readonly unknown[]
}

/** Which tasks are known to their end, and since when those matter that are not. */
export async function knownMitigations(sql: Sql, account: number): Promise<{ ended: Set<string>; since: Date | null }> {
  const { rows } = await sql.query<{ task_id: string; ended: boolean; started_at: Date }>(
    `SELECT task_id, status IN ('COMPLETED', 'FAILED', 'CANCELED') AS ended, started_at FROM mitigation_tasks
     WHERE account_id = $1 AND started_at > now() - interval '92 days' ORDER BY started_at`,
    [account],
  )
  const ended = rows.filter((row) => row.ended)
  const since = rows.find((row) => !row.ended)?.started_at ?? ended.at(-1)?.started_at ?? null
  return { ended: new Set(ended.map(({ task_id }) => task_id)), since }
}

/** Keeps tasks for good. One that is told again as it was changes nothing. */
export async function recordMitigations(seen: Observation, tasks: readonly Mitigation[]): Promise<Changes> {
  const { tx, account } = seen
  if (tasks.length === 0) return {}
  const { rows } = await tx.query<{ id: string; added: boolean }>(
    `INSERT INTO mitigation_tasks AS t (account_id, task_id, status, started_at, ended_at, facts, executions)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::jsonb[], $7::jsonb[])
     ON CONFLICT (account_id, task_id) DO UPDATE SET status = excluded.status, ended_at = excluded.ended_at,
       facts = excluded.facts, executions = excluded.executions, seen_at = now()
     WHERE (t.status, t.ended_at, t.facts, t.executions) IS DISTINCT FROM
       (excluded.status, excluded.ended_at, excluded.facts, excluded.executions)
     RETURNING task_id AS id, xmax = 0 AS added`,
    [
      ...[account.id, tasks.map(({ id }) => id), tasks.map(({ status }) => status)],
      ...[tasks.map(({ startedAt }) => startedAt), tasks.map(({ endedAt }) => endedAt)],
      ...[tasks.map(({ facts }) => JSON.stringify(facts)), tasks.map(({ executions }) => JSON.stringify(executions))],
    ],
  )
  await logMitigations(seen, rows, tasks)
  const added = rows.filter((row) => row.added).length
  return { added, changed: rows.length - added }
}
