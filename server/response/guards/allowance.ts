import { actionIds, actions } from '#contract/actions.ts'
import { responder } from '#contract/response-settings.ts'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { standsAt } from '../taken-back.ts'
import { type Allowance, cutsOff } from './judge.ts'
import { readGuards } from './settings.ts'

type Row = { role_arn: string | null; quarantine: string | null; enabled: boolean; used: number; final: number }

const finalActions = actionIds.filter((id) => actions[id].final)
const cuttingActions = actionIds.filter(cutsOff)

/**
 * What is allowed in an account at `now`. `except`: the run it is asked for, whose own targets do not count against it.
 * Throws nothing for an account that is not there: nothing is allowed in it.
 */
export async function allowanceOf(
  connection: Sql,
  { account, now, except = null }: { account: number; now: Date; except?: string | null },
): Promise<Allowance> {
  const guards = await readGuards(connection)
  const { rows } = await connection.query<Row>(
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
    cutAlone: except === null ? 0 : await cutAlone(connection, { run: except, now }),
    responder: {
      roleArn: row?.role_arn ?? null,
      quarantine: responder.shape.quarantine.catch('unknown').parse(row?.quarantine),
    },
    watched: row?.enabled ?? false,
  }
}

/**
 * How much the person who asks for a run cut off in its account within the hour without a second one, beside it: targets,
 * or the things behind them where those are more. What was let in again, or refused by AWS to the last call, is not out.
 */
async function cutAlone(connection: Sql, { run, now }: { run: string; now: Date }): Promise<number> {
  const { rows } = await connection.query<{ cut: number }>(
    toQuery(sql`select coalesce(sum(greatest(c.targets, ceil(c.losing * c.targets / greatest(c.changes, 1)))), 0)::int as cut from (
      select count(*) as targets, max(${planned('losing,things')}) as losing, max(${planned('changes')}) as changes
      from response_runs mine join response_runs r on r.by_id = mine.by_id and r.account_id = mine.account_id
      join response_targets t on t.run_id = r.id
      where mine.id = ${run}::uuid and r.id <> mine.id and r.action = any(${cuttingActions}::text[]) and r.decided_by_id is null
        and r.requested_at > ${now}::timestamptz - interval '1 hour' and r.state not in ('awaiting-approval', 'rejected', 'expired')
        and (t.open or t.attempted_at is not null) and ${standsAt} <> 'undone'
        and (t.state <> 'failed' or exists (select 1 from response_steps s where s.run_id = t.run_id and s.n = t.n
          and s.state in ('intended', 'applied', 'confirmed')))
      group by r.id) c`),
  )
  return rows[0]?.cut ?? 0
}

/** A number in the plan of a run `r`, as far as this version can read it. */
const planned = (path: string) =>
  sql`case when jsonb_typeof(r.plan #> ${`{${path}}`}::text[]) = 'number' then (r.plan #>> ${`{${path}}`}::text[])::numeric else 0 end`
