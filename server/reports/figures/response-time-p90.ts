import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Nine of ten responses of 90 days cut off what they were for within',
  path: links.response(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select percentile_cont(0.9) within group (order by r.contained_in_s) as value, count(*) as of, ${scope.now}::timestamptz as at
    from response_runs r where ${accountIn(scope, sql`r.account_id`)} and r.contained_in_s is not null
      and r.finished_at >= ${daysBefore(scope, 90)}`,
})
