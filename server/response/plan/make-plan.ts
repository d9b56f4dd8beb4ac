import type { PlanSummary } from '#contract/response.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { plainText } from '#server/platform/plain-text.ts'
import { callFailure } from '../failure.ts'
import { allowanceOf } from '../guards/allowance.ts'
import { judgeGuards } from '../guards/judge.ts'
import { withIncidents } from './concerned-incidents.ts'
import { RunDigest } from './digest.ts'
import { deniedWarnings, permissionsFor } from './permissions.ts'
import { type AskingParts, CannotPlan, type PlanParts, Superseded } from './plan-parts.ts'
import { type PlannedRun, readPlannedRun } from './planned-run.ts'
import { startPlanning } from './planning.ts'
import { Asked } from './refresh/asked.ts'
import { Routes } from './routes.ts'
import { storeTargets } from './store-targets.ts'
import { Summary } from './summary.ts'

/**
 * Plans a run in state 'planning' from fresh facts and stores what it would do: per target, call by call, and as a
 * whole. It ends `planned`, or `plan-failed` with the reason. Safe to run again after a crash, and beside another that
 * is taken for dead. Throws what is none of these.
 */
export async function makePlan(parts: PlanParts, runId: string): Promise<void> {
  try {
    if ('whyNot' in parts.aws) throw new CannotPlan(parts.aws.whyNot)
    const run = await readPlannedRun(parts.pool, runId)
    await storePlan(parts, run, await planAll({ ...parts, aws: parts.aws }, run))
  } catch (error) {
    if (error instanceof Superseded) return
    const failure = callFailure(error)
    if (!failure && !(error instanceof CannotPlan)) throw error
    await storeFailure(parts, runId, failure ? `AWS could not be asked. ${failure.message}` : (error as Error).message)
  }
}

async function planAll(parts: AskingParts, run: PlannedRun): Promise<PlanSummary> {
  const asked = new Asked()
  const { setup, certificates, batches } = await startPlanning(parts, run, asked)
  const summary = new Summary(run)
  const routes = new Routes(run, setup)
  let name = ''
  for await (const planned of batches) {
    const batch = await withIncidents(parts.pool, run, planned)
    for (const planned of batch) {
      summary.add(planned)
      routes.add(planned)
      name = planned.facts.name
    }
    await storeTargets(parts.pool, run, batch)
  }
  await asked.storePermissions(parts.pool, run.account.id)
  const permissions = await permissionsFor(parts.pool, run.account.id, summary.kinds.keys())
  const figures = summary.finish(parts.aws.perSecond, { certificates, asked })
  const allowance = await allowanceOf(parts.pool, { account: run.account.id, now: parts.now(), except: run.id })
  const judged = {
    action: run.action,
    changes: summary.changes,
    losingThings: figures.losing.things,
    touches: figures.touches,
    target: run.targets === 1 ? name : null,
    neverTouched: summary.neverTouched,
    quarantines: summary.quarantines,
  }
  return {
    ...figures,
    warnings: [...deniedWarnings(permissions), ...figures.warnings],
    permissions,
    routes: await routes.finish(parts),
    guards: judgeGuards(judged, allowance),
  }
}

// The digest is of what is stored, so that it names what is carried out whoever stored it.
async function storePlan({ pool, now }: PlanParts, run: PlannedRun, plan: PlanSummary): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const locked = await tx.query(`SELECT 1 FROM response_runs WHERE id = $1 AND state = 'planning' FOR UPDATE`, [
      run.id,
    ])
    if (!locked.rowCount) return
    const { rows } = await tx.query<{ n: number; digest: string }>(
      'SELECT n, digest FROM response_targets WHERE run_id = $1 ORDER BY n',
      [run.id],
    )
    const digest = new RunDigest(run)
    for (const target of rows) digest.add(target.n, target.digest)
    await tx.query(
      `UPDATE response_runs SET state = 'planned', plan = $2, digest = $3, planned_at = $4, stop_reason = NULL WHERE id = $1`,
      [run.id, plainText(JSON.stringify(plan)), digest.finish(), now()],
    )
    await tell(tx, runMoved(run.account.id, run.id))
  })
}

async function storeFailure({ pool }: PlanParts, runId: string, why: string): Promise<void> {
  const { rows } = await pool.query<{ account: number }>(
    `UPDATE response_runs SET state = 'plan-failed', plan = NULL, digest = NULL, planned_at = NULL, stop_reason = $2
     WHERE id = $1 AND state = 'planning' RETURNING account_id AS account`,
    [runId, why],
  )
  const [row] = rows
  if (row) await tell(pool, runMoved(row.account, runId))
}

const runMoved = (account: number, run: string) => ({ type: 'run' as const, account, run })
