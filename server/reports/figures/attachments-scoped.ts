import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'

// Attachments are counted with each policy: which things hang on a wide one is not asked of a million of them.
export default figure({
  title: 'Attachments of policies that reach no other thing',
  path: links.policies(),
  reads: ['policies', 'policy-targets'],
  narrows: 'accounts',
  sql: (scope) => sql`with held as (
      select p.target_count, m.at, m.at >= p.first_seen_at as measured,
        exists (select from policy_reach r where r.policy_row_id = p.id and r.reaches > 0) as wide
      from policies p left join policy_reach_passes m on m.account_id = p.account_id
      where ${accountIn(scope, sql`p.account_id`)} and p.gone_at is null and p.target_count > 0)
    select coalesce(sum(target_count) filter (where measured and not wide), 0)::bigint as value,
      coalesce(sum(target_count), 0)::bigint as of, min(at) as at,
      coalesce(sum(target_count) filter (where wide), 0)::bigint as failing from held`,
})
