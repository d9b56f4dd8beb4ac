import type { ThingFilters } from '#contract/things.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { countUpTo } from '#server/platform/ordered-list.ts'
import { every, sql } from '#server/platform/sql.ts'
import { thingSet } from './thing-order.ts'

/** How many things match: exact up to 10,000, and over the whole fleet. */
export async function countThings(
  context: Context,
  filters: ThingFilters,
): Promise<{ count: number; capped: boolean }> {
  const { pool } = context.database
  const accounts = await accountsInScope(context, filters.account)
  const { account: _account, sort: _sort, ...narrowing } = filters
  if (Object.values(narrowing).every((value) => value === undefined || value === false || value === '')) {
    const { rows } = await pool.query<{ count: number }>(
      'select coalesce(sum(things), 0)::bigint as count from thing_rollup where account_id = any($1)',
      [accounts],
    )
    return { count: rows[0]?.count ?? 0, capped: false }
  }
  const { from, where } = thingSet(filters, context.now)
  return countUpTo(pool, sql`from ${from} where t.account_id = any(${accounts}::int[]) and ${every(where)}`)
}
