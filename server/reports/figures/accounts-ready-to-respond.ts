import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountsThat } from './parts/accounts.ts'

export default figure({
  title: 'Accounts where a response can be ordered and quarantine is prepared',
  path: links.responseSettings(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) =>
    accountsThat(
      scope,
      sql`exists (select from responders r where r.account_id = a.id and r.role_arn is not null and r.quarantine = 'ready')`,
    ),
})
