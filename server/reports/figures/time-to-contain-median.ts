import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Half of the incidents of 90 days were contained within',
  path: links.incidents(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select percentile_cont(0.5) within group (order by greatest(0, extract(epoch from i.contained_at - i.opened_at))) as value,
      count(*) as of, ${scope.now}::timestamptz as at
    from incidents i where ${accountIn(scope, sql`i.account_id`)} and i.opened_at >= ${daysBefore(scope, 90)}
      and i.drill is null and i.state <> 'merged' and i.contained_at is not null`,
})
