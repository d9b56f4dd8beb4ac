import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { daysBefore } from './parts/accounts.ts'
import { deploymentsSince } from './parts/deployments.ts'

// How over-the-air jobs of FreeRTOS and documents that were signed with AWS Signer word it. It is a sign, not a proof.
export default figure({
  title: 'Deployments of a year whose documents carry a signature',
  path: links.deployments(),
  reads: ['jobs'],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) filter (where d.document ~* 'sig-sha[0-9]+-|signature|codesign') as value, count(*) as of
    ${deploymentsSince(scope, daysBefore(scope, 365))} and d.document is not null`,
})
