import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { pairsOfRegions, sampleOf } from './parts/regions.ts'

// A certificate’s ID is made of the certificate itself, so it is the same in every Region.
export default figure({
  title: 'Active certificates of a sample that are active in a second Region, too',
  path: links.accounts(),
  reads: ['certificates'],
  narrows: 'accounts',
  sql: (scope) => sql`with pair as materialized ${pairsOfRegions(scope)},
    drawn as (select c.account_id, c.certificate_id
      from certificates c ${sampleOf(sql`(select sum(r.certificates) from certificate_rollup r where r.dimension = 'expires-on')`)}
      where ${accountIn(scope, sql`c.account_id`)} and c.gone_at is null and c.status = 'ACTIVE')
    select count(*) filter (where exists (select from pair p join certificates o on o.account_id = p.there
        and o.certificate_id = d.certificate_id and o.gone_at is null and o.status = 'ACTIVE'
        where p.here = d.account_id)) as value, count(*) as of from drawn d`,
})
