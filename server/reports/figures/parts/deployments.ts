import { type Fragment, sql } from '#server/platform/sql.ts'
import { accountIn, type FactScope } from '../../scope.ts'

/** What of deployments is worked out apart: their health, what things run, and what cannot be updated. */
type Part = 'judged' | 'counted' | 'register'

const columns = { judged: sql`f.judged_at`, counted: sql`f.counted_at`, register: sql`f.register_at` }

/**
 * A figure of deployments: a SELECT of `value`, `of` and `failing`. It cannot be told while one account of the scope was not
 * worked out.
 */
export const onceWorkedOut = (scope: FactScope, part: Part, counted: Fragment): Fragment =>
  sql`select case when w.accounts = ${scope.accounts.length}::int then c.value end as value, c.of, w.at,
      case when w.accounts = ${scope.accounts.length}::int then c.failing end as failing,
      'Deployments and software are not known of every account' as why_not
    from (select count(${columns[part]}) as accounts, min(${columns[part]}) as at
      from deployment_figures f where ${accountIn(scope, sql`f.account_id`)}) w, (${counted}) c`
