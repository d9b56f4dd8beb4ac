import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, thingNamedIn } from '../scope.ts'
import { onceWorkedOut } from './parts/deployments.ts'

// Of whole accounts it is worked out in the background; of groups their members’ drift is counted.
export default figure({
  title: 'Things that run an older version than is meant for them',
  path: links.drift({ kind: 'behind' }),
  reads: ['jobs', 'package-shadow'],
  narrows: 'groups',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'counted',
      scope.groups.length === 0
        ? sql`select coalesce(sum(d.behind), 0)::bigint as value, null::bigint as of, coalesce(sum(d.behind), 0)::bigint as failing,
              not exists (select from software_wanted w where ${accountIn(scope, sql`w.account_id`)}) as nothing
            from deployment_figures d where ${accountIn(scope, sql`d.account_id`)}`
        : sql`select count(distinct (s.account_id, s.thing)) as value, null::bigint as of,
              count(distinct (s.account_id, s.thing)) as failing,
              not exists (select from software_wanted w where ${accountIn(scope, sql`w.account_id`)}) as nothing
            from software_drift s where ${accountIn(scope, sql`s.account_id`)} and s.kind = 'behind'
              and ${thingNamedIn(scope, sql`s.account_id`, sql`s.thing`)}`,
    ),
})
