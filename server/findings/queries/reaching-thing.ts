import { type Fragment, sql } from '#server/platform/sql.ts'

/**
 * Findings `f` on a thing, on its certificates, and on the policies that reach it: through those, through its groups or
 * through their parents. A list of ids, found by index before any finding is looked at: a thing has few.
 */
export const reachingThing = (name: string, account: number | undefined): Fragment => sql`f.id = any(array(
  with recursive own as (
    select t.id, t.account_id, t.name from aws_accounts a join things t on t.account_id = a.id and t.name = ${name}
      where ${account === undefined ? sql`true` : sql`a.id = ${account}`}
  ), held as (
    select c.id, c.account_id, c.certificate_id from own o join thing_certificates l on l.thing_row_id = o.id
      join certificates c on c.id = l.certificate_row_id and c.gone_at is null
  ), groups as (
    select g.id, g.account_id, g.parent_name from own o join thing_group_members m on m.thing_row_id = o.id
      join thing_groups g on g.id = m.group_row_id and not g.billing and g.gone_at is null
    union
    select g.id, g.account_id, g.parent_name from groups b
      join thing_groups g on g.account_id = b.account_id and not g.billing and g.name = b.parent_name and g.gone_at is null
  ), attached as (
    select a.policy_row_id from held h join policy_targets a on a.certificate_row_id = h.id
    union
    select a.policy_row_id from groups g join policy_targets a on a.group_row_id = g.id
  ), about as (
    select account_id, 'thing' as kind, name from own
    union all select account_id, 'certificate', certificate_id from held
    union all select p.account_id, 'policy', p.name from attached a join policies p on p.id = a.policy_row_id
      where p.gone_at is null
  )
  select o.id from about b join findings o
    on o.account_id = b.account_id and o.subject = b.name collate "C" and o.subject_kind = b.kind))`
