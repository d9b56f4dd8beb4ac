import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'
import { onceWorkedOut } from './parts/deployments.ts'

// Its cost is that of the things that are behind.
export default figure({
  title: 'Things that run an older version than is meant for them',
  path: links.drift({ kind: 'behind' }),
  reads: [],
  narrows: 'groups',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'counted',
      sql`select count(distinct (s.account_id, s.thing)) as value, null::bigint as of, count(distinct (s.account_id, s.thing)) as failing
    from software_drift s where ${accountIn(scope, sql`s.account_id`)} and s.kind = 'behind'
      and ${thingNamedIn(scope, sql`s.account_id`, sql`s.thing`)}`,
    ),
})
