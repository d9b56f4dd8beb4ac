import type { Run } from '#contract/response.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { allowanceOf } from '../guards/allowance.ts'
import { judgePlan } from '../guards/judge-run.ts'
import { mayOf } from './may.ts'
import { toSummary } from './run-row.ts'
import { actionOf, detailsOf, planOf, readRun } from './stored-run.ts'
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
  const allowance = await allowanceOf(connection, { account: row.account_id, now, except: row.id })
  const undo = await undoOf(connection, row, { action, actor })
  const plan = planOf(row)
  const judged = plan && judgePlan({ action, plan, target: row.target }, allowance)
  const limitS = allowance.guards.containmentLimitS
  return {
    ...toSummary(row, { now, limitS }),
    ...detailsOf(row),
    plan: plan && { ...plan, guards: judged && judgedAnew.includes(row.state) ? judged : plan.guards },
    containmentLimitS: limitS,
    undo,
    may: mayOf({ row, action, guards: judged, actor, now }),
  }
}
