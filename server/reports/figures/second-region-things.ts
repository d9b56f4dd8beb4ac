import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { accountIn } from '../scope.ts'
import { pairsOfRegions, sampleOf } from './parts/regions.ts'

export default figure({
  title: 'Things of a sample that a second Region knows, too',
  path: links.accounts(),
  reads: ['things'],
  narrows: 'accounts',
  sql: (scope) => sql`with pair as materialized ${pairsOfRegions(scope)},
    drawn as (select t.account_id, t.name from things t ${sampleOf(sql`(select sum(r.things) from thing_rollup r)`)}
      where ${accountIn(scope, sql`t.account_id`)} and t.gone_at is null)
    select count(*) filter (where exists (select from pair p join things o on o.account_id = p.there and o.name = d.name
        and o.gone_at is null where p.here = d.account_id)) as value, count(*) as of from drawn d`,
})
