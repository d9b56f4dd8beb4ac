import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountsThat } from './parts/accounts.ts'

export default figure({
  title: 'Accounts that log at level INFO or finer',
  path: links.coverage(),
  reads: ['account-settings'],
  objects: ['logging'],
  narrows: 'accounts',
  sql: (scope) =>
    accountsThat(
      scope,
      sql`exists (select from aws_objects o where o.account_id = a.id and o.kind = 'logging' and o.gone_at is null
        and coalesce((o.facts ->> 'disableAllLogs')::boolean, false) = false and o.facts ->> 'defaultLogLevel' in ('INFO', 'DEBUG'))`,
    ),
})
