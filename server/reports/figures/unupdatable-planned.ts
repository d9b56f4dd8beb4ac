import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'
import { onceWorkedOut } from './parts/deployments.ts'

// Its cost is that of the register.
export default figure({
  title: 'Things that cannot be updated and have an owner, a plan and a day to come',
  path: links.unupdatable(),
  reads: ['things', 'jobs'],
  narrows: 'groups',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'register',
      sql`select count(*) filter (where planned) as value, count(*) as of, count(*) filter (where not planned) as failing
    from (select coalesce(u.plan is not null and u.owner_id is not null and u.due >= ${scope.now}::date, false) as planned
      from unupdatable_things u where ${accountIn(scope, sql`u.account_id`)} and u.done_at is null
        and coalesce(u.found_why, u.declared_why) is not null and ${thingNamedIn(scope, sql`u.account_id`, sql`u.thing`)}) register`,
    ),
})
