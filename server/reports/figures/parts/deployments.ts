import { type Fragment, sql } from '#server/platform/sql.ts'
import { accountIn, type FactScope } from '../../scope.ts'

/** What is worked out in the background from what things report: who runs what, and what cannot be updated. */
type Part = 'counted' | 'register'

const columns = { counted: sql`f.counted_at`, register: sql`f.register_at` }

/** A SELECT of `value`, `of` and `failing` that cannot be told while one account of the scope was not worked out. */
export const onceWorkedOut = (scope: FactScope, part: Part, counted: Fragment): Fragment =>
  sql`select case when w.whole then c.value end as value, case when w.whole then c.of end as of, w.at,
      case when w.whole then c.failing end as failing,
      case when not w.whole then 'It was not worked out of ' || w.missing || ' yet'
        || case when w.at is null then '' else '; Deployments counts the other accounts alone' end end as why_not
    from (select count(${columns[part]}) = ${scope.accounts.length}::int as whole, min(${columns[part]}) as at,
        string_agg(a.name, ', ' order by a.id) filter (where ${columns[part]} is null) as missing
      from aws_accounts a left join deployment_figures f on f.account_id = a.id where ${accountIn(scope, sql`a.id`)}) w,
      (${counted}) c`

/** From and where of deployments `d` in scope that are there, made by that time or later. */
export const deploymentsSince = (scope: FactScope, since: Date): Fragment =>
  sql`from deployments d where ${accountIn(scope, sql`d.account_id`)} and d.gone_at is null and d.created_at >= ${since}`
