import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { pairsOfRegions } from './parts/regions.ts'

// A certificate’s ID is made of the certificate itself, so it is the same in every Region.
export default figure({
  title: 'Active certificates that are active in a second Region, too',
  path: links.accounts(),
  reads: ['certificates', 'certificate-details'],
  narrows: 'accounts',
  sql: (scope) => sql`with pair as materialized ${pairsOfRegions(scope)}
    select (select count(*) from certificates c where c.account_id in (select here from pair) and c.gone_at is null
        and c.status = 'ACTIVE' and exists (select from pair p join certificates o on o.account_id = p.there and o.gone_at is null
          and o.status = 'ACTIVE' where p.here = c.account_id and o.certificate_id = c.certificate_id)) as value,
      (select coalesce(sum(r.certificates), 0)::bigint from certificate_rollup r
        where ${accountIn(scope, sql`r.account_id`)} and r.dimension = 'expires-on' and r.status = 'ACTIVE') as of`,
})
