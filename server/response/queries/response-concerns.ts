import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { readGuards } from '../guards/settings.ts'
import { waitingFor } from './list-runs.ts'
import { isInScope, type Outcome, type Tally, tallyOutcomes } from './outcomes.ts'

type Asked = { waiting: string[]; denied: string[] }

/** What of response needs a person: targets, waiting runs by their ids, and IAM actions that AWS last denied a responder. */
export type ResponseConcerns = Record<Outcome, Tally> & Asked

export async function responseConcerns(context: Context, scope: { account?: number }): Promise<ResponseConcerns> {
  const { now, database } = context
  const { account } = scope
  const accounts = await accountsInScope(context, account)
  const { containmentLimitS: limitS } = await readGuards(database.pool)
  const [tallies, asked] = await Promise.all([
    tallyOutcomes(database.pool, { account, now, limitS }),
    database.pool.query<Asked>(
      toQuery(sql`select array(select r.id from response_runs r
          where ${isInScope(sql`r.account_id`, account)} and ${waitingFor(context, 'anyone')}) as waiting,
        array(select distinct p.action from responder_permissions p
          where p.account_id = any(${accounts}::int[]) and not p.allowed order by 1) as denied`),
    ),
  ])
  return { ...tallies, ...(asked.rows[0] ?? { waiting: [], denied: [] }) }
}
