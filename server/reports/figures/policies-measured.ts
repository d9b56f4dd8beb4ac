import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

export default figure({
  title: 'Attached policies whose reach over the fleet is measured',
  path: links.policies(),
  reads: ['policies', 'policy-targets'],
  narrows: 'accounts',
  sql: (scope) => sql`select count(*) filter (where m.at >= p.first_seen_at) as value, count(*) as of, min(m.at) as at
    from policies p left join policy_reach_passes m on m.account_id = p.account_id
    where ${accountIn(scope, sql`p.account_id`)} and p.gone_at is null and p.target_count > 0`,
})
