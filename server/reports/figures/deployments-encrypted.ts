import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { daysBefore } from './parts/accounts.ts'
import { deploymentsSince } from './parts/deployments.ts'

// What a device asks itself crosses no network; names of XML are no addresses.
const plain = 'http://(?!localhost|127[.]|www[.]w3[.]org)'

export default figure({
  title: 'Deployments of a year whose documents name no address without TLS',
  path: links.deployments(),
  reads: ['jobs'],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) filter (where d.document !~* ${plain}) as value, count(*) as of, count(*) filter (where d.document ~* ${plain}) as failing
    ${deploymentsSince(scope, daysBefore(scope, 365))} and d.document is not null`,
})
