import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'
import { onceWorkedOut } from './parts/deployments.ts'

// How over-the-air jobs of FreeRTOS and documents that were signed with AWS Signer word it. It is a sign, not a proof.
export default figure({
  title: 'Deployments of a year whose documents carry a signature',
  path: links.deployments(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) =>
    onceWorkedOut(
      scope,
      'judged',
      sql`select count(*) filter (where d.document ~* 'sig-sha[0-9]+-|signature|codesign') as value, count(*) as of, 0 as failing
    from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.document is not null and d.created_at >= ${daysBefore(scope, 365)}`,
    ),
})
