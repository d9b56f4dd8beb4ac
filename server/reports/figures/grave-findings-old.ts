import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { daysBefore } from './parts/accounts.ts'

// Ranks begin with 0, critical; 1 is high.
export default figure({
  title: 'Critical and high findings that are open for more than 30 days',
  path: links.findings({ sort: 'opened' }),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) as value, null::bigint as of, ${scope.now}::timestamptz as at, count(*) as failing,
      not exists (select from things o where ${accountIn(scope, sql`o.account_id`)} and o.gone_at is null) as nothing
    from findings f where ${accountIn(scope, sql`f.account_id`)} and f.open and f.suppression_id is null and f.rank <= 1
      and f.opened_at < ${daysBefore(scope, 30)}`,
})
