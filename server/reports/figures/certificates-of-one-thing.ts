import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn, certificateIn } from '../scope.ts'

export default figure({
  title: 'Active certificates that belong to one thing only',
  path: '/credentials?status=active',
  reads: ['certificates', 'thing-principals'],
  narrows: 'groups',
  sql: (scope) => sql`select count(*) filter (where thing_count = 1) as value, count(*) as of,
      count(*) filter (where thing_count > 1) as failing
    from certificates c
    where ${accountIn(scope, sql`c.account_id`)} and c.gone_at is null and c.status = 'active'
      and ${certificateIn(scope, sql`c.id`)}`,
})
