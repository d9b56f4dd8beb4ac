import { type Fragment, sql } from '#server/platform/sql.ts'
import type { FactScope } from '../../scope.ts'

/** Of the accounts in scope `a`, those for which a condition holds: value, whole, and the rest as failing. */
export const accountsThat = (scope: FactScope, holds: Fragment): Fragment =>
  sql`select count(*) filter (where ${holds}) as value, count(*) as of, count(*) filter (where not (${holds})) as failing
    from aws_accounts a where a.id = any(${[...scope.accounts]}::int[])`

/** The moment so many days before that of the scope. */
export const daysBefore = ({ now }: FactScope, days: number): Date => new Date(now.getTime() - days * 86_400_000)
