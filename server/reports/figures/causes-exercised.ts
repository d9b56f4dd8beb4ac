import { conflictCause } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Causes of conflicts that were exercised in 12 months',
  path: links.incidents(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(distinct d.scenario) as value, ${conflictCause.options.length}::int as of, max(d.ends_at) as at
    from drills d where ${accountIn(scope, sql`d.account_id`)} and d.state = 'over' and d.created_at >= ${daysBefore(scope, 365)}`,
})
