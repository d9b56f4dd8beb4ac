import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { pairsOfRegions } from './parts/regions.ts'

// ARNs name their Region: each document is compared without its own.
export default figure({
  title: 'Policies that a second Region holds with the same document',
  path: links.accounts(),
  reads: ['policies'],
  narrows: 'accounts',
  sql: (scope) => sql`with pair as materialized ${pairsOfRegions(scope)},
    held as (select p.account_id, p.name, md5(replace(v.document, a.region, '')) as document from policies p
      join aws_accounts a on a.id = p.account_id
      join policy_versions v on v.policy_row_id = p.id and v.is_default
      where p.gone_at is null and (${accountIn(scope, sql`p.account_id`)} or p.account_id in (select there from pair)))
    select count(*) filter (where exists (select from pair join held o on o.account_id = pair.there
        where pair.here = h.account_id and o.name = h.name and o.document = h.document)) as value, count(*) as of
    from held h where ${accountIn(scope, sql`h.account_id`)}`,
})
