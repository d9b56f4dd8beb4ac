import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountsThat, daysBefore } from './parts/accounts.ts'

export default figure({
  title: 'Accounts where a response was carried out in 12 months and every permission it needed was there',
  path: links.response(),
  reads: [],
  narrows: 'accounts',
  sql: (scope) =>
    accountsThat(
      scope,
      sql`exists (select from response_runs r where r.account_id = a.id and r.state = 'done' and r.finished_at >= ${daysBefore(scope, 365)})
        and not exists (select from responder_permissions p where p.account_id = a.id and not p.allowed)`,
    ),
})
