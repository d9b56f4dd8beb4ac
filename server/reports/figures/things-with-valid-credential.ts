import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { liveThing } from './parts/things.ts'

export default figure({
  title: 'Things with a certificate that is active and not expired',
  path: links.fleet({ health: 'inactive' }),
  reads: ['things', 'thing-principals', 'certificates'],
  narrows: 'groups',
  sql: (
    scope,
  ) => sql`select coalesce(sum(n) filter (where health in ('valid', 'expiring')), 0)::bigint as value, coalesce(sum(n), 0)::bigint as of
    from (${
      scope.groups.length === 0
        ? sql`select r.credential_health as health, r.things as n from thing_rollup r where ${accountIn(scope, sql`r.account_id`)}`
        : sql`select t.credential_health as health, 1 as n from things t where ${liveThing(scope)}`
    }) h`,
})
