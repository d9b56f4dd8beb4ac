import type { Changes, Observation } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'

/** One audit as AWS describes it. Words of states are AWS's own. */
export type Audit = {
  id: string
  type: string
  status: string
  schedule: string | null
  startedAt: Date
  checks: {
    name: string
    status: string
    compliant: boolean | null
    total: number | null
    nonCompliant: number | null
    suppressed: number | null
    errorCode: string | null
    message: string | null
  }[]
}

/** An audit that goes on: what is known of it is not its end. */
const unfinished = ['IN_PROGRESS', 'WAITING_FOR_DATA_COLLECTION', 'UNKNOWN']

/** Which of these audits are known to their end, and since when those matter that are not. */
export async function knownAudits(sql: Sql, account: number): Promise<{ ended: Set<string>; since: Date | null }> {
  const { rows } = await sql.query<{ task_id: string; ended: boolean; started_at: Date }>(
    `SELECT task_id, status <> ALL ($2::text[]) AS ended, started_at FROM audits
     WHERE account_id = $1 AND started_at > now() - interval '92 days' ORDER BY started_at`,
    [account, unfinished],
  )
  const ended = rows.filter((row) => row.ended)
  const since = rows.find((row) => !row.ended)?.started_at ?? ended.at(-1)?.started_at ?? null
  return { ended: new Set(ended.map(({ task_id }) => task_id)), since }
}

/** Keeps audits and what each of their checks came to. One that is told again as it was changes nothing. */
export async function recordAudits({ tx, account }: Observation, audits: readonly Audit[]): Promise<Changes> {
  if (audits.length === 0) return {}
  const kept = await tx.query<{ added: boolean }>(
    `INSERT INTO audits AS a (account_id, task_id, type, status, schedule, started_at)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
     ON CONFLICT (account_id, task_id) DO UPDATE SET status = excluded.status, schedule = excluded.schedule, seen_at = now()
       WHERE (a.status, a.schedule) IS DISTINCT FROM (excluded.status, excluded.schedule)
     RETURNING xmax = 0 AS added`,
    [
      ...[account.id, audits.map(({ id }) => id), audits.map(({ type }) => type), audits.map(({ status }) => status)],
      ...[audits.map(({ schedule }) => schedule), audits.map(({ startedAt }) => startedAt)],
    ],
  )
  const runs = audits.flatMap(({ id, startedAt, checks }) => checks.map((check) => ({ ...check, id, startedAt })))
  const { rowCount } = await tx.query(
    `INSERT INTO audit_check_runs AS r (account_id, task_id, started_at, check_name, status, compliant, total,
       non_compliant, suppressed, error_code, message)
     SELECT $1, * FROM unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::boolean[], $7::int[], $8::int[],
       $9::int[], $10::text[], $11::text[])
     ON CONFLICT (account_id, task_id, check_name) DO UPDATE SET status = excluded.status, compliant = excluded.compliant,
       total = excluded.total, non_compliant = excluded.non_compliant, suppressed = excluded.suppressed,
       error_code = excluded.error_code, message = excluded.message
     WHERE (r.status, r.compliant, r.total, r.non_compliant, r.suppressed, r.error_code, r.message) IS DISTINCT FROM
       (excluded.status, excluded.compliant, excluded.total, excluded.non_compliant, excluded.suppressed,
        excluded.error_code, excluded.message)`,
    [
      ...[account.id, runs.map(({ id }) => id), runs.map(({ startedAt }) => startedAt), runs.map(({ name }) => name)],
      ...[runs.map(({ status }) => status), runs.map(({ compliant }) => compliant), runs.map(({ total }) => total)],
      ...[runs.map(({ nonCompliant }) => nonCompliant), runs.map(({ suppressed }) => suppressed)],
      ...[runs.map(({ errorCode }) => errorCode), runs.map(({ message }) => message)],
    ],
  )
  const added = kept.rows.filter((row) => row.added).length
  return { added, changed: kept.rows.length - added || (added === 0 ? (rowCount ?? 0) : 0) }
}
