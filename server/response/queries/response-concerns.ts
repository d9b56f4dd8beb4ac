import { actionIds, actions } from '#contract/actions.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { readGuards } from '../guards/settings.ts'
import { waitingFor } from './list-runs.ts'
import { adrift, countAtMost } from './response-overview.ts'

/** What of response needs a person. Runs by their ids. */
export type ResponseConcerns = {
  /** Ended with a session that goes on, or one that came back. */
  notContained: { targets: number; runs: string[] }
  /** Ended without anything that could show them to be out. */
  unproved: { targets: number; runs: string[] }
  /** Under way for longer than containment may take. */
  overLimit: string[]
  waiting: string[]
  /** IAM actions that AWS last denied a responder. */
  denied: string[]
}

const containing = actionIds.filter((id) => actions[id].contains)

export async function responseConcerns(context: Context, scope: { account?: number }): Promise<ResponseConcerns> {
  const { pool } = context.database
  const accounts = await accountsInScope(context, scope.account)
  const { containmentLimitS } = await readGuards(pool)
  const inScope = sql`r.account_id = any(${accounts}::int[])`
  const { rows } = await pool.query<{
    in: number
    in_runs: string[]
    unproved: number
    unproved_runs: string[]
    late: string[]
    waiting: string[]
    denied: string[]
  }>(
    toQuery(sql`with adrift as (select r.id, t.state from ${adrift} and ${inScope} and r.state <> 'watching'
        limit ${countAtMost})
      select (select count(*) from adrift where state = 'not-contained') as "in",
      array(select distinct id from adrift where state = 'not-contained') as in_runs,
      (select count(*) from adrift where state = 'unproved') as unproved,
      array(select distinct id from adrift where state = 'unproved') as unproved_runs,
      array(select r.id from response_runs r where ${inScope} and r.state in ('queued', 'running', 'watching')
        and r.action = any(${containing}::text[]) and r.queued_at < ${context.now}::timestamptz - make_interval(secs => ${containmentLimitS})
        and exists (select 1 from response_targets t where t.run_id = r.id
          and t.state in ('pending', 'applying', 'applied', 'confirmed', 'not-contained'))) as late,
      array(select r.id from response_runs r where ${inScope} and ${waitingFor(context, 'anyone')}) as waiting,
      array(select distinct p.action from responder_permissions p
        where p.account_id = any(${accounts}::int[]) and not p.allowed order by 1) as denied`),
  )
  const [row] = rows
  return {
    notContained: { targets: row?.in ?? 0, runs: row?.in_runs ?? [] },
    unproved: { targets: row?.unproved ?? 0, runs: row?.unproved_runs ?? [] },
    overLimit: row?.late ?? [],
    waiting: row?.waiting ?? [],
    denied: row?.denied ?? [],
  }
}
