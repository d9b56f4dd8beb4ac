import type { ThingDetail } from '#contract/things.ts'
import type { Context } from '#server/platform/context.ts'

/** The groups a thing is in, each with its parents, outermost first, and the policies that reach it through them. */
export async function groupsOfThing({ database }: Context, thingRowId: string): Promise<ThingDetail['allGroups']> {
  const { rows } = await database.pool.query<ThingDetail['allGroups'][number]>(
    `with recursive chain as (
       select g.id as member_of, g.id, g.account_id, g.name, g.parent_name, 0 as height
       from thing_group_members m join thing_groups g on g.id = m.group_row_id where m.thing_row_id = $1
       union all
       select c.member_of, g.id, g.account_id, g.name, g.parent_name, c.height + 1
       from chain c join thing_groups g on g.account_id = c.account_id and not g.billing and g.name = c.parent_name
       where c.height < 10 and g.gone_at is null
     )
     select g.name, g.billing, g.query_string is not null as dynamic,
       array(select c.name from chain c where c.member_of = g.id and c.height > 0 order by c.height desc) as parents,
       array(select distinct p.name from chain c join policy_targets a on a.group_row_id = c.id
         join policies p on p.id = a.policy_row_id where c.member_of = g.id and p.gone_at is null order by p.name) as policies
     from chain top join thing_groups g on g.id = top.id where top.height = 0
     union all
     select t.billing_group, true, false, '{}', '{}' from things t where t.id = $1 and t.billing_group is not null
     order by billing, name`,
    [thingRowId],
  )
  return rows
}
