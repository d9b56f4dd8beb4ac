import { type Fragment, sql } from '#server/platform/sql.ts'
import { accountIn, type FactScope, thingIn } from '../../scope.ts'

/** How many things are in scope, as a scalar: of whole accounts the rollup tells, of groups their members are counted. */
export function thingsIn(scope: FactScope): Fragment {
  return scope.groups.length === 0
    ? sql`(select coalesce(sum(r.things), 0)::bigint from thing_rollup r where ${accountIn(scope, sql`r.account_id`)})`
    : sql`(select count(*) from things t where ${liveThing(scope)})`
}

/** Whether a thing `t` is there and in scope. */
export const liveThing = (scope: FactScope): Fragment =>
  sql`${accountIn(scope, sql`t.account_id`)} and t.gone_at is null and ${thingIn(scope, sql`t.id`)}`
