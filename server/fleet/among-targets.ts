import { type Fragment, sql } from '#server/platform/sql.ts'

/**
 * Whether a thing is in the inventory and among what ARNs name now: named itself, or in a group that is named, or in one
 * beneath it.
 */
export const amongTargets = (account: Fragment, thing: Fragment, targets: Fragment): Fragment => sql`exists (
  select from things t where t.account_id = ${account} and t.name = ${thing} and t.gone_at is null and exists (
    with recursive own as (
      select g.name, g.parent_name from thing_group_members m join thing_groups g on g.id = m.group_row_id
      where m.thing_row_id = t.id and g.gone_at is null and not g.billing
      union select p.name, p.parent_name from own join thing_groups p on p.account_id = t.account_id and p.name = own.parent_name
        and p.gone_at is null and not p.billing)
    select from unnest(${targets}) a(arn) where substring(a.arn from ':thing/(.+)$') = t.name
      or substring(a.arn from ':thinggroup/(.+)$') in (select name from own)))`
