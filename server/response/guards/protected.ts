import type { Guards } from '#contract/response-settings.ts'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { coveredCondition, groupsWithin } from './never-touch.ts'

/**
 * Things on the never-touch list that a run would change after all: its targets, what its plan touches beside them,
 * and the members of groups it denies. At most five names; none when the list was kept to.
 */
export async function protectedIn(
  connection: Sql,
  { run, account, neverTouch }: { run: string; account: number } & Pick<Guards, 'neverTouch'>,
): Promise<string[]> {
  if (neverTouch.length === 0) return []
  const { rows } = await connection.query<{ name: string }>(
    toQuery(sql`with changing as (
        select n, kind, name from response_targets where run_id = ${run}::uuid and state in ('planned', 'pending')
      ), named as (
        select name from changing where kind = 'thing'
        union select x.name from response_touched x join changing c on c.n = x.n
          where x.run_id = ${run}::uuid and x.account_id = ${account} and x.kind = 'thing'
      ), within_groups as (
        ${groupsWithin(sql`${account}::int`, sql`array(select name from changing where kind = 'thing-group')`)}
      )
      select t.name from things t where t.account_id = ${account} and t.gone_at is null
        and (t.name in (select name from named) or exists (select 1 from thing_group_members m
          where m.thing_row_id = t.id and m.group_row_id in (select id from within_groups)))
        and ${coveredCondition(neverTouch)} order by t.name limit 5`),
  )
  return rows.map(({ name }) => name)
}
