import type { ActionId } from '#contract/actions.ts'
import type { PlanSummary, Run } from '#contract/response.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { allowanceOf } from '../guards/allowance.ts'
import { judgePlan } from '../guards/judge-run.ts'
import { readGuards } from '../guards/settings.ts'
import { mayOf } from './may.ts'
import { toSummary } from './run-row.ts'
import { actionOf, detailsOf, planOf, readRun, type StoredRow } from './stored-run.ts'
import { undoOf } from './undo-of.ts'

// Guards are judged anew for as long as they matter; afterwards they are shown as they were.
const judgedAnew = ['planned', 'awaiting-approval']

/**
 * One run, and what the person asking may do about it. `connection`: that of a transaction around it.
 * Throws a Refusal when there is no such run.
 */
export async function getRun(
  context: Context,
  { id }: { id: string },
  connection: Sql = context.database.pool,
): Promise<Run> {
  const { now } = context
  const actor = actorOf(context)
  const row = await readRun(connection, id)
  const action = actionOf(row)
  const plan = planOf(row)
  const guards = await readGuards(connection)
  const judged = plan && judgedAnew.includes(row.state) ? await judgeNow(connection, row, { action, plan, now }) : null
  return {
    ...toSummary(row, { now, limitS: guards.containmentLimitS }),
    ...detailsOf(row),
    plan: plan && { ...plan, guards: judged ?? plan.guards },
    containmentLimitS: guards.containmentLimitS,
    undo: await undoOf(connection, row, { action, actor }),
    may: mayOf({ row, action, guards: judged, actor, now }),
  }
}

async function judgeNow(
  connection: Sql,
  { id, account_id: account, target }: StoredRow,
  { action, plan, now }: { action: ActionId; plan: PlanSummary; now: Date },
) {
  return judgePlan({ action, plan, target }, await allowanceOf(connection, { account, now, except: id }))
}
