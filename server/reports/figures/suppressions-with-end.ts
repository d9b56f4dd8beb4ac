import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

export default figure({
  title: 'Suppressions in force that end by themselves',
  path: links.suppressions(),
  reads: [],
  narrows: 'accounts',
  sql: (
    scope,
  ) => sql`select count(*) filter (where s.expires_at is not null) as value, count(*) as of, ${scope.now}::timestamptz as at,
      count(*) filter (where s.expires_at is null) as failing
    from finding_suppressions s where s.state = 'active' and (s.account_id is null or ${accountIn(scope, sql`s.account_id`)})`,
})
