import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountsThat } from './parts/accounts.ts'

export default figure({
  title: 'Accounts that provision by template or just in time',
  path: links.coverage(),
  reads: ['account-settings', 'ca-certificates'],
  objects: ['provisioning-template'],
  narrows: 'accounts',
  sql: (scope) =>
    accountsThat(
      scope,
      sql`exists (select from aws_objects o where o.account_id = a.id and o.kind = 'provisioning-template' and o.gone_at is null
          and coalesce((o.facts ->> 'enabled')::boolean, true))
        or exists (select from ca_certificates c where c.account_id = a.id and c.gone_at is null and c.status = 'ACTIVE'
          and c.auto_registration_status = 'ENABLE')`,
    ),
})
