import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { readGuards } from '../guards/settings.ts'
import { waitingFor } from './list-runs.ts'
import { hasOutcome, type Outcome } from './outcomes.ts'

/** What of response needs a person: runs by their ids, and IAM actions that AWS last denied a responder. */
export type ResponseConcerns = Record<Outcome, string[]> & { waiting: string[]; denied: string[] }

export async function responseConcerns(context: Context, scope: { account?: number }): Promise<ResponseConcerns> {
  const { pool } = context.database
  const accounts = await accountsInScope(context, scope.account)
  const { containmentLimitS: limitS } = await readGuards(pool)
  const runs = (which: ReturnType<typeof sql>) =>
    sql`array(select r.id from response_runs r where r.account_id = any(${accounts}::int[]) and ${which})`
  const having = (outcome: Outcome) => runs(hasOutcome(outcome, { now: context.now, limitS }))
  const { rows } = await pool.query<ResponseConcerns>(
    toQuery(sql`select ${having('not-contained')} as "not-contained", ${having('unproved')} as unproved,
      ${having('over-limit')} as "over-limit", ${runs(waitingFor(context, 'anyone'))} as waiting,
      array(select distinct p.action from responder_permissions p
        where p.account_id = any(${accounts}::int[]) and not p.allowed order by 1) as denied`),
  )
  return rows[0] ?? { 'not-contained': [], unproved: [], 'over-limit': [], waiting: [], denied: [] }
}
