import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

export default figure({
  title: 'Policies that were judged for what they permit',
  path: links.policies(),
  reads: ['policies'],
  narrows: 'accounts',
  sql: (scope) => sql`select count(l.policy_row_id) as value, count(*) as of, min(l.at) as at
    from policies p left join policy_lints l on l.policy_row_id = p.id
    where ${accountIn(scope, sql`p.account_id`)} and p.gone_at is null`,
})
