import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

export default figure({
  title: 'Attached policies that reach no other thing',
  path: links.policies(),
  reads: ['policies', 'policy-targets'],
  narrows: 'accounts',
  sql: (scope) => sql`select count(*) filter (where reached and not wide) as value, count(*) as of, min(at) as at
    from (select exists (select from policy_reach_passes m where m.account_id = p.account_id and m.at >= p.first_seen_at) as reached,
        exists (select from policy_reach r where r.policy_row_id = p.id and r.reaches > 0) as wide,
        (select m.at from policy_reach_passes m where m.account_id = p.account_id) as at
      from policies p where ${accountIn(scope, sql`p.account_id`)} and p.gone_at is null and p.target_count > 0) judged`,
})
