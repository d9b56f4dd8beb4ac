import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { daysBefore } from './parts/accounts.ts'
import { deploymentsSince } from './parts/deployments.ts'

export default figure({
  title: 'Deployments of a year whose documents name no address without TLS',
  path: links.deployments(),
  reads: ['jobs'],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) filter (where d.document !~* 'http://') as value, count(*) as of, count(*) filter (where d.document ~* 'http://') as failing
    ${deploymentsSince(scope, daysBefore(scope, 365))} and d.document is not null`,
})
