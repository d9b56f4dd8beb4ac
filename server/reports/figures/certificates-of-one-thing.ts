import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, certificateIn } from '../scope.ts'

// Those that are not are found by the indexes of shared, unattached and unread ones; the rollup tells how many there are.
export default figure({
  title: 'Active certificates that belong to one thing only',
  path: links.credentials({ status: 'ACTIVE' }),
  reads: ['certificates', 'thing-principals'],
  narrows: 'groups',
  sql(scope) {
    const active = sql`from certificates c where ${accountIn(scope, sql`c.account_id`)} and c.gone_at is null and c.status = 'ACTIVE'`
    if (scope.groups.length > 0) {
      return sql`select count(*) filter (where c.thing_count = 1) as value, count(*) as of,
          count(*) filter (where c.thing_count > 1) as failing ${active} and ${certificateIn(scope, sql`c.id`)}`
    }
    return sql`select a.n - s.n - u.n - r.n as value, a.n as of, s.n as failing
      from (select coalesce(sum(r.certificates), 0)::bigint as n from certificate_rollup r
          where ${accountIn(scope, sql`r.account_id`)} and r.dimension = 'expires-on' and r.status = 'ACTIVE') a,
        (select count(*) as n ${active} and c.thing_count > 1) s, (select count(*) as n ${active} and c.thing_count = 0) u,
        (select count(*) as n ${active} and c.thing_count is null) r`
  },
})
