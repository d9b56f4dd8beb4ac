import { type Fragment, sql } from '#server/platform/sql.ts'

/** What a report or a scorecard is about: accounts by our numbers, never none, and thing groups; no group: all things. */
export type FactScope = { accounts: readonly number[]; groups: readonly string[]; now: Date }

/** Whether a row's account is in scope. */
export const accountIn = (scope: FactScope, account: Fragment): Fragment =>
  sql`${account} = any(${[...scope.accounts]}::int[])`

/** Whether a thing, by the id of its row, is a member of the groups in scope or of a group beneath them; true without groups. */
export function thingIn(scope: FactScope, thing: Fragment): Fragment {
  if (scope.groups.length === 0) return sql`true`
  return sql`${thing} in (select m.thing_row_id from thing_group_members m where m.group_row_id in (${groupRows(scope)}))`
}

/** Whether a certificate, by the id of its row, belongs to a thing in scope; true without groups. */
export function certificateIn(scope: FactScope, certificate: Fragment): Fragment {
  if (scope.groups.length === 0) return sql`true`
  return sql`${certificate} in (select l.certificate_row_id from thing_certificates l where ${thingIn(scope, sql`l.thing_row_id`)})`
}

/** Whether something known by a thing's name only is about a thing in scope; true without groups. */
export function thingNamedIn(scope: FactScope, account: Fragment, name: Fragment): Fragment {
  if (scope.groups.length === 0) return sql`true`
  return sql`(${account}, ${name}) in (select m.account_id, m.thing_name from thing_group_members m
    where m.group_row_id in (${groupRows(scope)}))`
}

// AWS lists direct members only: the groups beneath a group hold the rest.
function groupRows({ accounts, groups }: FactScope): Fragment {
  return sql`with recursive own as (
      select id, account_id, name from thing_groups
      where account_id = any(${[...accounts]}::int[]) and not billing and gone_at is null and name = any(${[...groups]}::text[])
      union select g.id, g.account_id, g.name from thing_groups g
      join own o on o.account_id = g.account_id and o.name = g.parent_name where not g.billing and g.gone_at is null)
    select id from own`
}
