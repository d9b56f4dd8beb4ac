import type { Sql } from '#server/platform/db.ts'
import type { Counts } from './blocks.ts'
import type { Readiness } from './readiness.ts'
import type { SetCheck } from './settings.ts'

type Of = { account: number; now: Date }

/** A check that is not asked now, and why; `waiting`: its first answers are on their way. */
export type NotAsked = {
  check: SetCheck
  state: 'off' | 'unknown' | 'waiting'
  whyNot: string | null
  factsAt: Date | null
}

/** Says of checks that they are not asked now, and why; what they said before stands, with its age. */
export async function tellNotAsked(sql: Sql, account: number, checks: readonly NotAsked[]): Promise<void> {
  if (checks.length === 0) return
  await sql.query(
    `INSERT INTO check_results AS r (account_id, check_id, source, subject_kind, state, why_not, facts_at)
     SELECT $1, n.check_id, 'ours', n.kind, n.state, n.why_not, n.facts_at
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) AS n (check_id, kind, state, why_not, facts_at)
     ON CONFLICT (account_id, check_id, source) DO UPDATE SET state = excluded.state, why_not = excluded.why_not,
       facts_at = coalesce(excluded.facts_at, r.facts_at),
       evaluated = CASE WHEN excluded.state = 'off' THEN NULL ELSE r.evaluated END,
       failing = CASE WHEN excluded.state = 'off' THEN 0 ELSE r.failing END,
       unknown = CASE WHEN excluded.state = 'off' THEN 0 ELSE r.unknown END,
       errors = CASE WHEN excluded.state = 'off' THEN 0 ELSE r.errors END
     WHERE (r.state, r.why_not) IS DISTINCT FROM (excluded.state, excluded.why_not)`,
    [
      account,
      checks.map(({ check }) => check.id),
      checks.map(({ check }) => check.about),
      checks.map(({ state }) => state),
      checks.map(({ whyNot }) => whyNot),
      checks.map(({ factsAt }) => factsAt),
    ],
  )
}

/** What an evaluation moves of a check's counts. */
export type Move = {
  check: SetCheck
  /** `evaluated` is null where nobody can tell of how many. */
  counts: Omit<Counts, 'evaluated'> & { evaluated: number | null }
  failing: number
  whyNot: string | null
  readiness: Readiness
}

/** Moves the counts of checks that were asked, or sets them when all was seen; their states follow. */
export async function moveResults(
  sql: Sql,
  { account, now }: Of,
  moves: readonly Move[],
  how: 'by' | 'to',
): Promise<void> {
  if (moves.length === 0) return
  const moved = (column: string) => (how === 'by' ? `coalesce(r.${column}, 0) + n.${column}` : `n.${column}`)
  await sql.query(
    `UPDATE check_results r SET evaluated = m.evaluated, failing = m.failing, unknown = m.unknown, errors = m.errors,
       judged_at = $2, facts_at = m.facts_at,
       state = CASE WHEN m.errors > 0 THEN 'error' WHEN m.failing > 0 THEN 'failing' WHEN m.unknown > 0 THEN 'unknown' ELSE 'passed' END,
       why_not = CASE WHEN m.errors > 0 OR m.unknown > 0 THEN coalesce(m.why_not, r.why_not) END
     FROM (
       SELECT n.check_id, ${moved('evaluated')} AS evaluated, greatest(0, ${moved('failing')}) AS failing, ${moved('unknown')} AS unknown,
         ${moved('errors')} AS errors, n.why_not, n.facts_at
       FROM unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::timestamptz[])
         AS n (check_id, evaluated, failing, unknown, errors, why_not, facts_at)
       JOIN check_results r ON r.account_id = $1 AND r.check_id = n.check_id AND r.source = 'ours') m
     WHERE r.account_id = $1 AND r.check_id = m.check_id AND r.source = 'ours'`,
    [
      ...[account, now, moves.map(({ check }) => check.id)],
      moves.map(({ counts }) => counts.evaluated),
      moves.map(({ failing }) => failing),
      moves.map(({ counts }) => counts.unknown),
      moves.map(({ counts }) => counts.errors),
      moves.map(({ whyNot }) => whyNot),
      moves.map(({ readiness }) => readiness.factsAt),
    ],
  )
}

/** Takes away the results of our checks that exist no longer. */
export async function dropResults(sql: Sql, account: number, existing: readonly string[]): Promise<void> {
  await sql.query(
    `DELETE FROM check_results WHERE account_id = $1 AND source = 'ours' AND check_id <> ALL ($2::text[])`,
    [account, existing],
  )
}

/**
 * How many resources of a kind fail each check by our own judgement. Whether they have rows of their own tells which of
 * two indexes finds them: without, a rare kind would be looked for among all findings.
 */
export async function failingOf(
  sql: Sql,
  account: number,
  kind: string,
  rows: 'with rows' | 'without rows',
): Promise<Map<string, number>> {
  const { rows: found } = await sql.query<{ check: string; failing: number }>(
    `SELECT check_id AS check, count(DISTINCT subject) AS failing FROM findings
     WHERE account_id = $1 AND subject_kind = $2 AND subject_row_id IS ${rows === 'with rows' ? 'NOT NULL' : 'NULL'}
       AND open AND 'ours' = ANY (sources) GROUP BY 1`,
    [account, kind],
  )
  return new Map(found.map((row) => [row.check, row.failing]))
}

/** Says of checks that follow every change that what they said holds still. */
export async function confirmResults(
  sql: Sql,
  { account, now }: Of,
  checks: readonly { check: SetCheck; readiness: Readiness | undefined }[],
): Promise<void> {
  await sql.query(
    `UPDATE check_results r SET judged_at = $2, facts_at = n.facts_at
     FROM unnest($3::text[], $4::timestamptz[]) AS n (check_id, facts_at)
     WHERE r.account_id = $1 AND r.source = 'ours' AND r.check_id = n.check_id AND r.judged_at < $2`,
    [account, now, checks.map(({ check }) => check.id), checks.map(({ readiness }) => readiness?.factsAt ?? null)],
  )
}
