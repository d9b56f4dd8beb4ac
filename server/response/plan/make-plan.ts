import type { PlanSummary } from '#contract/response.ts'
import { tell } from '#server/platform/events.ts'
import { plainText } from '#server/platform/plain-text.ts'
import { callFailure } from '../failure.ts'
import { allowanceOf } from '../guards/allowance.ts'
import { judgeGuards } from '../guards/judge.ts'
import { RunDigest } from './digest.ts'
import { deniedWarnings, permissionsFor } from './permissions.ts'
import { type AskingParts, CannotPlan, type PlanParts } from './plan-parts.ts'
import { type PlannedRun, readPlannedRun } from './planned-run.ts'
import { startPlanning } from './planning.ts'
import { Routes } from './routes.ts'
import { storeTargets } from './store-targets.ts'
import { Summary } from './summary.ts'

/**
 * Plans a run in state 'planning' from fresh facts and stores what it would do: per target, call by call, and as a
 * whole. It ends `planned`, or `plan-failed` with the reason. Safe to run again after a crash. Throws what is neither.
 */
export async function makePlan(parts: PlanParts, runId: string): Promise<void> {
  try {
    if ('whyNot' in parts.aws) throw new CannotPlan(parts.aws.whyNot)
    const asking = { ...parts, aws: parts.aws }
    const run = await readPlannedRun(parts.pool, runId)
    const { plan, digest } = await planAll(asking, run)
    await settle(parts, runId, { state: 'planned', plan, digest, plannedAt: parts.now(), stopReason: null })
  } catch (error) {
    const failure = callFailure(error)
    if (!failure && !(error instanceof CannotPlan)) throw error
    const stopReason = failure ? `AWS could not be asked. ${failure.message}` : (error as CannotPlan).message
    await settle(parts, runId, { state: 'plan-failed', plan: null, digest: null, plannedAt: null, stopReason })
  }
}

async function planAll(parts: AskingParts, run: PlannedRun): Promise<{ plan: PlanSummary; digest: string }> {
  const { asked, setup, batches } = await startPlanning(parts, run)
  const summary = new Summary(run)
  const routes = new Routes(run, setup)
  const digest = new RunDigest(run)
  let name = ''
  for await (const batch of batches) {
    for (const planned of batch) {
      summary.add(planned)
      routes.add(planned)
      digest.add(planned.n, planned.digest)
      name = planned.facts.name
    }
    await storeTargets(parts.pool, run, batch)
  }
  await asked.storePermissions(parts.pool, run.account.id)
  const permissions = await permissionsFor(parts.pool, run.account.id, summary.kinds.keys())
  const figures = summary.finish(parts.aws.perSecond, asked)
  const allowance = await allowanceOf(parts.pool, { account: run.account.id, now: parts.now(), except: run.id })
  const judged = {
    action: run.action,
    changes: summary.changes,
    losingThings: figures.losing.things,
    target: run.targets === 1 ? name : null,
    neverTouched: summary.neverTouched,
    quarantines: summary.quarantines,
  }
  const plan: PlanSummary = {
    ...figures,
    warnings: [...deniedWarnings(permissions), ...figures.warnings],
    permissions,
    routes: await routes.finish(parts),
    guards: judgeGuards(judged, allowance),
  }
  return { plan, digest: digest.finish() }
}

type Settled = {
  state: 'planned' | 'plan-failed'
  plan: PlanSummary | null
  digest: string | null
  plannedAt: Date | null
  stopReason: string | null
}

// Somebody may have asked for another plan, or thrown the run away, while this one was made.
async function settle({ pool }: PlanParts, runId: string, { state, plan, digest, plannedAt, stopReason }: Settled) {
  const { rows } = await pool.query<{ account: number }>(
    `UPDATE response_runs SET state = $2, plan = $3, digest = $4, planned_at = $5, stop_reason = $6
     WHERE id = $1 AND state = 'planning' RETURNING account_id AS account`,
    [runId, state, plan && plainText(JSON.stringify(plan)), digest, plannedAt, stopReason],
  )
  const [row] = rows
  if (row) await tell(pool, runMoved(row.account, runId))
}

const runMoved = (account: number, run: string) => ({ type: 'run', account, run })
