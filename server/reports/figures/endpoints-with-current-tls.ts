import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { objectsOf } from './parts/objects.ts'

// The policies’ names say the least version (Developer Guide, "Transport security").
export default figure({
  title: 'Endpoints in use that take TLS 1.2 or later only',
  path: links.findings({ check: 'domain-configuration-old-tls' }),
  reads: ['account-settings'],
  objects: ['domain-configuration'],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) filter (where o.facts -> 'tlsConfig' ->> 'securityPolicy' ~ '_TLS1[23]_1_[23]_') as value, count(*) as of
    ${objectsOf(scope, 'domain-configuration')} and o.facts ->> 'domainConfigurationStatus' is distinct from 'DISABLED'`,
})
