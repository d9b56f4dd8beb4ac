import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { objectsOf } from './parts/objects.ts'

// Templates of just-in-time provisioning cannot have one.
export default figure({
  title: 'Provisioning templates that have a hook look at each device',
  path: links.findings({ check: 'provisioning-template-without-hook' }),
  reads: ['account-settings'],
  objects: ['provisioning-template'],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) filter (where o.facts -> 'preProvisioningHook' ->> 'targetArn' is not null) as value, count(*) as of
    ${objectsOf(scope, 'provisioning-template')} and coalesce((o.facts ->> 'enabled')::boolean, true)
      and o.facts ->> 'type' is distinct from 'JITP'`,
})
