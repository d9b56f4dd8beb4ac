import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'
import { onceWorkedOut } from './parts/deployments.ts'
import { thingsIn } from './parts/things.ts'

// Of whole accounts it is worked out in the background; of groups their members’ software is scanned.
export default figure({
  title: 'Things that say which software they run',
  path: links.software(),
  reads: ['things', 'package-shadow'],
  narrows: 'groups',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'counted',
      sql`select ${
        scope.groups.length === 0
          ? sql`(select coalesce(sum(d.reporting), 0)::bigint from deployment_figures d where ${accountIn(scope, sql`d.account_id`)})`
          : sql`(select count(distinct (s.account_id, s.thing)) from thing_software s where ${accountIn(scope, sql`s.account_id`)}
            and ${thingNamedIn(scope, sql`s.account_id`, sql`s.thing`)})`
      } as value, ${thingsIn(scope)} as of, 0 as failing`,
    ),
})
