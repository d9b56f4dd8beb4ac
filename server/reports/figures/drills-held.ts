import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Exercises held in 12 months',
  path: links.incidents(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) => sql`select count(*) as value, null::bigint as of, max(d.ends_at) as at
    from drills d where ${accountIn(scope, sql`d.account_id`)} and d.state = 'over' and d.created_at >= ${daysBefore(scope, 365)}`,
})
