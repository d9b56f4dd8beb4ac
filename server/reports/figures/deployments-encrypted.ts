import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'
import { onceWorkedOut } from './parts/deployments.ts'

export default figure({
  title: 'Deployments of a year whose documents name no address without TLS',
  path: links.deployments(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'judged',
      sql`select count(*) filter (where d.document !~* 'http://') as value, count(*) as of, count(*) filter (where d.document ~* 'http://') as failing
    from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.document is not null and d.created_at >= ${daysBefore(scope, 365)}`,
    ),
})
