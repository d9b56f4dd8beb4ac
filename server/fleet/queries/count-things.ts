import type { ThingFilters } from '#contract/things.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { countUpTo } from '#server/platform/ordered-list.ts'
import { every, sql } from '#server/platform/sql.ts'
import { presenceCounts } from './presence-counts.ts'
import { thingSet } from './thing-order.ts'

/** How many things match: exact up to 10,000, and for the whole fleet and each state of presence, which rollups know. */
export async function countThings(
  context: Context,
  filters: ThingFilters,
): Promise<{ count: number; capped: boolean }> {
  const { pool } = context.database
  const accounts = await accountsInScope(context, filters.account)
  const { account: _account, sort: _sort, presence, ...others } = filters
  if (Object.values(others).every((value) => value === undefined || value === false || value === '')) {
    const counts = await presenceCounts(context, accounts)
    const count = presence ? (counts.get(presence) ?? 0) : [...counts.values()].reduce((sum, each) => sum + each, 0)
    return { count, capped: false }
  }
  const { from, where } = thingSet(filters, context.now)
  return countUpTo(pool, sql`from ${from} where t.account_id = any(${accounts}::int[]) and ${every(where)}`)
}
