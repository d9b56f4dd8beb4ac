import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountsThat, daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Accounts whose Device Defender audit was completed in 30 days',
  path: links.audits(),
  reads: ['audits'],
  narrows: 'accounts',
  sql: (scope) =>
    accountsThat(
      scope,
      sql`exists (select from audits u where u.account_id = a.id and u.status = 'COMPLETED' and u.started_at >= ${daysBefore(scope, 30)})`,
    ),
})
