import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { daysBefore } from './parts/accounts.ts'
import { deploymentsSince } from './parts/deployments.ts'

// Criteria of an abort are the only list that both kinds of deployment call so.
export default figure({
  title: 'Deployments of a year that stop by themselves when too many fail',
  path: links.deployments(),
  reads: ['jobs', 'greengrass-deployments'],
  narrows: 'accounts',
  sql: (scope) => sql`select count(*) filter (where d.config::text like '%"criteriaList"%') as value, count(*) as of
    ${deploymentsSince(scope, daysBefore(scope, 365))}`,
})
