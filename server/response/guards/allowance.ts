import { actionIds, actions } from '#contract/actions.ts'
import { responder } from '#contract/response-settings.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Allowance } from './judge.ts'
import { readGuards } from './settings.ts'

type Row = { role_arn: string | null; quarantine: string | null; enabled: boolean; used: number; final: number }

const finalActions = actionIds.filter((id) => actions[id].final)

/**
 * What is allowed in an account at `now`. `except`: the run it is asked for, whose own targets do not count against it.
 * Throws nothing for an account that is not there: nothing is allowed in it.
 */
export async function allowanceOf(
  sql: Sql,
  { account, now, except = null }: { account: number; now: Date; except?: string | null },
): Promise<Allowance> {
  const guards = await readGuards(sql)
  const { rows } = await sql.query<Row>(
    `select r.role_arn, r.quarantine, a.enabled,
       (select coalesce(sum(greatest(u.targets, u.denied)), 0) from (
         select sum(t.targets) as targets, max(case when r.action in ('deny-group', 'apply-mitigation')
             and jsonb_typeof(r.plan->'losing'->'things') = 'number' then (r.plan->'losing'->>'things')::numeric
           when r.action = 'retry-failed-job' and jsonb_typeof(r.plan->'touches') = 'number' then (r.plan->>'touches')::numeric
           else 0 end) as denied
         from (
           select t.run_id, count(*) as targets from response_targets t where t.account_id = a.id
             and t.attempted_at > $2::timestamptz - interval '1 hour' and t.run_id is distinct from $3::uuid group by t.run_id
           union all
           select t.run_id, count(*) from response_targets t where t.account_id = a.id and t.open and t.attempted_at is null
             and t.run_id is distinct from $3::uuid group by t.run_id
         ) t join response_runs r on r.id = t.run_id group by r.id) u)::int as used,
       (select count(*) from response_runs mine join response_runs r on r.by_id = mine.by_id and r.account_id = mine.account_id
         join response_targets t on t.run_id = r.id
         where mine.id = $3::uuid and r.id <> mine.id and r.action = any($4::text[]) and r.decided_by_id is null
           and r.requested_at > $2::timestamptz - interval '1 hour' and (t.open or t.attempted_at is not null)) as final
     from aws_accounts a left join responders r on r.account_id = a.id where a.id = $1`,
    [account, now, except, finalActions],
  )
  const row = rows[0]
  return {
    guards,
    used: row?.used ?? 0,
    finalAlone: row?.final ?? 0,
    responder: {
      roleArn: row?.role_arn ?? null,
      quarantine: responder.shape.quarantine.catch('unknown').parse(row?.quarantine),
    },
    watched: row?.enabled ?? false,
  }
}
