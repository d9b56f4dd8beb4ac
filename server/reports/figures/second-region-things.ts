import { links } from '#contract/links.ts'
import { sql } from '#server/platform/sql.ts'
import { figure } from '../figure.ts'
import { pairsOfRegions } from './parts/regions.ts'
import { liveThing, thingsIn } from './parts/things.ts'

export default figure({
  title: 'Things that a second Region knows, too',
  path: links.accounts(),
  reads: ['things'],
  narrows: 'groups',
  sql: (scope) => sql`with pair as materialized ${pairsOfRegions(scope)}
    select (select count(*) from things t where ${liveThing(scope)} and t.account_id in (select here from pair)
        and exists (select from pair p join things o on o.account_id = p.there and o.gone_at is null
          where p.here = t.account_id and o.name = t.name)) as value, ${thingsIn(scope)} as of`,
})
