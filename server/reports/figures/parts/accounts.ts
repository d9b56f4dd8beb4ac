import { type Fragment, sql } from '#server/platform/sql.ts'
import type { FactScope } from '../../scope.ts'

/** Of the accounts in scope `a`, those for which a condition holds: value, whole, and the rest as failing. */
export const accountsThat = (scope: FactScope, holds: Fragment): Fragment =>
  sql`select count(*) filter (where ${holds}) as value, count(*) as of, count(*) filter (where not (${holds})) as failing
    from aws_accounts a where a.id = any(${[...scope.accounts]}::int[])`

/** The moment so many days before that of the scope. */
export const daysBefore = (scope: FactScope, days: number): Date => minutesBefore(scope, days * 1440)

/** The moment so many minutes before that of the scope. */
export const minutesBefore = ({ now }: FactScope, minutes: number): Date => new Date(now.getTime() - minutes * 60_000)
