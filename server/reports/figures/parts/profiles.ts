import type { BehaviourMetric } from '#contract/behaviours.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { accountIn, type FactScope } from '../../scope.ts'
import { liveThing, thingsIn } from './things.ts'

/**
 * Things in scope that a behaviour rule in force is about, of all in scope; with metrics, rules of these only. The
 * rollup tells of whole accounts and types; members of groups are counted.
 */
export const watchedThings = (scope: FactScope, metrics?: readonly BehaviourMetric[]): Fragment =>
  sql`with target as materialized (
      select distinct a.id as account_id, t.value ->> 'kind' as kind, t.value ->> 'name' as name
      from security_profiles p
      join aws_accounts a on ${accountIn(scope, sql`a.id`)} and (p.account_id is null or p.account_id = a.id)
      cross join jsonb_array_elements(p.targets) t
      where p.enabled and exists (select from jsonb_array_elements(p.behaviours) b
        where ${metrics ? sql`b.value ->> 'metric' = any(${[...metrics]}::text[])` : sql`true`})),
    watched as (${watched(scope)})
    select w.value, ${thingsIn(scope)} as of, ${thingsIn(scope)} - w.value as failing from watched w`

function watched(scope: FactScope): Fragment {
  const everywhere = sql`(select account_id from target where kind = 'all')`
  const types = sql`(select account_id, name from target where kind = 'type')`
  const members = sql`(select m.thing_row_id from target g
    join thing_groups own on own.account_id = g.account_id and own.name = g.name and not own.billing and own.gone_at is null
    join thing_group_members m on m.group_row_id = own.id where g.kind = 'group')`
  if (scope.groups.length > 0) {
    return sql`select count(*) as value from things t where ${liveThing(scope)}
      and (t.account_id in ${everywhere} or (t.account_id, t.type_name) in ${types} or t.id in ${members})`
  }
  return sql`select (select coalesce(sum(r.things), 0)::bigint from thing_rollup r
      where r.account_id in ${everywhere} or (r.account_id, r.type_name) in ${types})
    + (select count(*) from things t where t.id in ${members} and t.gone_at is null and t.account_id not in ${everywhere}
      and (t.account_id, coalesce(t.type_name, '')) not in ${types}) as value`
}
