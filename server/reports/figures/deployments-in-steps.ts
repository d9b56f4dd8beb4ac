import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'
import { onceWorkedOut } from './parts/deployments.ts'

// Criteria of an abort are the only list that both kinds of deployment call so.
export default figure({
  title: 'Deployments of a year that stop by themselves when too many fail',
  path: links.deployments(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'judged',
      sql`select count(*) filter (where d.config::text like '%"criteriaList"%') as value, count(*) as of, 0 as failing
    from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.created_at >= ${daysBefore(scope, 365)}`,
    ),
})
