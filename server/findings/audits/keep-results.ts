import type { SubjectKind } from '#contract/findings.ts'
import type { Observation } from '#server/history/observation.ts'
import { auditChecks } from '../audit-checks.ts'
import { describeCheck } from '../describe.ts'
import { auditSwitches } from './enabled.ts'
import { targetsOf } from './ours.ts'
import { type AuditResult, auditResult, type CheckRun } from './result.ts'

type Row = CheckRun & { check: string; which: 'last' | 'evaluated' }

/** Says of every audit check how it stands in this account, by the settings and the runs that are kept. */
export async function recordAuditResults({ tx, account }: Pick<Observation, 'tx' | 'account'>): Promise<void> {
  const enabled = await auditSwitches(tx, account.id)
  const runs = await latestRuns(tx, account.id)
  const counts = await countsByReason(tx, account.id)
  const now = new Date()
  const names = new Set([...Object.keys(auditChecks), ...(enabled?.keys() ?? []), ...runs.map(({ check }) => check)])
  const rows = [...names].flatMap((name) => {
    const run = (which: Row['which']) => runs.find((one) => one.check === name && one.which === which) ?? null
    const isOn = enabled ? (enabled.get(name) ?? false) : null
    const result = auditResult({ enabled: isOn, last: run('last'), evaluated: run('evaluated'), now })
    return spread(name, result, counts.get(name) ?? new Map())
  })
  await write(tx, account.id, rows)
}

type Result = AuditResult & { check: string; kind: SubjectKind }

/** One result for each check that the audit check's findings belong to. */
function spread(name: string, result: AuditResult, counts: ReadonlyMap<string, number>): Result[] {
  const kind = describeCheck(name).subjectKind
  const targets = targetsOf(name)
  const claimed = targets.flatMap(({ reason }) => reason ?? [])
  return targets.flatMap(({ id, reason }) => {
    if (claimed.length === 0) return { ...result, check: id, kind }
    const failing = [...counts]
      .filter(([code]) => (reason === null ? !claimed.includes(code) : code === reason))
      .reduce((sum, [, count]) => sum + count, 0)
    // Where ours look at all that AWS documents, its own name is only shown for what it does not document.
    if (id === name && failing === 0) return []
    const judged = result.state === 'failing' || result.state === 'passed'
    return { ...result, failing, check: id, kind, ...(judged && { state: failing > 0 ? 'failing' : 'passed' }) }
  })
}

async function latestRuns(tx: Observation['tx'], account: number): Promise<Row[]> {
  const run = `check_name AS check, status, compliant, total, non_compliant AS "nonCompliant", error_code AS "errorCode",
    message, started_at AS "startedAt"`
  const { rows } = await tx.query<Row>(
    `SELECT * FROM (SELECT DISTINCT ON (check_name) 'last' AS which, ${run} FROM audit_check_runs WHERE account_id = $1
       ORDER BY check_name, started_at DESC, id DESC) l
     UNION ALL SELECT * FROM (SELECT DISTINCT ON (check_name) 'evaluated' AS which, ${run} FROM audit_check_runs
       WHERE account_id = $1 AND ${evaluatedRun} ORDER BY check_name, started_at DESC, id DESC) e`,
    [account],
  )
  return rows
}

/** Of runs: those that looked at the resources to their end; see wasEvaluated. */
export const evaluatedRun = `compliant IS NOT NULL AND error_code IS NULL AND status LIKE 'COMPLETED%'`

async function countsByReason(tx: Observation['tx'], account: number): Promise<Map<string, Map<string, number>>> {
  const { rows } = await tx.query<{ check: string; reason: string; count: number }>(
    `SELECT f.check_name AS check, f.reason, count(*)::int AS count FROM audit_findings f
     JOIN (SELECT DISTINCT ON (check_name) check_name, task_id FROM audit_check_runs
           WHERE account_id = $1 AND ${evaluatedRun} ORDER BY check_name, started_at DESC, id DESC) r
       ON r.check_name = f.check_name AND r.task_id = f.task_id
     WHERE f.account_id = $1 GROUP BY 1, 2`,
    [account],
  )
  const counts = new Map<string, Map<string, number>>()
  for (const { check, reason, count } of rows) {
    const own = counts.get(check) ?? new Map<string, number>()
    counts.set(check, own.set(reason, count))
  }
  return counts
}

async function write(tx: Observation['tx'], account: number, results: readonly Result[]): Promise<void> {
  await tx.query(
    `WITH given AS (
       SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::timestamptz[])
         g (check_id, subject_kind, state, evaluated, failing, why_not, judged_at)
     ), gone AS (
       DELETE FROM check_results r WHERE r.account_id = $1 AND r.source = 'audit' AND r.check_id <> ALL ($2::text[])
     )
     INSERT INTO check_results AS r (account_id, check_id, source, subject_kind, state, evaluated, failing, why_not, judged_at, facts_at)
     SELECT $1, check_id, 'audit', subject_kind, state, evaluated, failing, why_not, judged_at, judged_at FROM given
     ON CONFLICT (account_id, check_id, source) DO UPDATE SET subject_kind = excluded.subject_kind, state = excluded.state,
       evaluated = excluded.evaluated, failing = excluded.failing, why_not = excluded.why_not,
       judged_at = excluded.judged_at, facts_at = excluded.facts_at
     WHERE (r.subject_kind, r.state, r.evaluated, r.failing, r.why_not, r.judged_at) IS DISTINCT FROM
       (excluded.subject_kind, excluded.state, excluded.evaluated, excluded.failing, excluded.why_not, excluded.judged_at)`,
    [
      ...[account, results.map(({ check }) => check), results.map(({ kind }) => kind)],
      ...[results.map(({ state }) => state), results.map(({ evaluated }) => evaluated)],
      ...[results.map(({ failing }) => failing), results.map(({ whyNot }) => whyNot)],
      results.map(({ judgedAt }) => judgedAt),
    ],
  )
}
