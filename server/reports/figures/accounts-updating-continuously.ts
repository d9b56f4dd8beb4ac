import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountsThat } from './parts/accounts.ts'

export default figure({
  title: 'Accounts where a deployment goes on to every thing that joins its group',
  path: links.deployments(),
  reads: ['jobs', 'greengrass-deployments'],
  narrows: 'accounts',
  sql: (scope) =>
    accountsThat(
      scope,
      sql`exists (select from deployments d where d.account_id = a.id and d.gone_at is null and d.continuous
        and not d.superseded and d.health in ('scheduled', 'running', 'succeeded', 'partly'))`,
    ),
})
