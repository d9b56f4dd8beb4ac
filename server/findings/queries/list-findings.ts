import type { FindingFilters, FindingSummary } from '#contract/findings.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, type PageKey, toPage } from '#server/platform/keyset.ts'
import { instantIn, integerIn, uuidIn } from '#server/platform/page-key.ts'
import { every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { conditionsOf } from './conditions.ts'
import { type SummaryRow, summaryColumns, toSummary } from './row.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }
type Sort = { order: Fragment; length: number; beyond(key: PageKey): Fragment; keyOf(row: SummaryRow): PageKey }

const iso = (at: Date | null) => at?.toISOString() ?? null

// Each is the order of one index for each account.
const sorts: Record<'severity' | 'opened' | '-opened' | '-resolved', Sort> = {
  severity: {
    order: sql`rank, opened_at, id`,
    length: 3,
    beyond: ([rank, at, id]) =>
      sql`(f.rank, f.opened_at, f.id) > (${integerIn(rank, 16)}::smallint, ${instantIn(at)}::timestamptz, ${uuidIn(id)}::uuid)`,
    keyOf: ({ rank, opened_at, id }) => [rank, iso(opened_at), id],
  },
  opened: {
    order: sql`opened_at, id`,
    length: 2,
    beyond: ([at, id]) => sql`(f.opened_at, f.id) > (${instantIn(at)}::timestamptz, ${uuidIn(id)}::uuid)`,
    keyOf: ({ opened_at, id }) => [iso(opened_at), id],
  },
  '-opened': {
    order: sql`opened_at desc, id desc`,
    length: 2,
    beyond: ([at, id]) => sql`(f.opened_at, f.id) < (${instantIn(at)}::timestamptz, ${uuidIn(id)}::uuid)`,
    keyOf: ({ opened_at, id }) => [iso(opened_at), id],
  },
  '-resolved': {
    order: sql`resolved_at desc, id desc`,
    length: 2,
    beyond: ([at, id]) => sql`(f.resolved_at, f.id) < (${instantIn(at)}::timestamptz, ${uuidIn(id)}::uuid)`,
    keyOf: ({ resolved_at, id }) => [iso(resolved_at), id],
  },
}

/** How a filter's findings are ordered: what is over by its end, the rest as asked, the worst first without a word. */
export const orderOf = ({ state, sort = 'severity' }: FindingFilters): Fragment =>
  sorts[state === 'resolved' ? '-resolved' : sort].order

/** One page of findings. Throws a Refusal for a cursor that is not of this list. */
export async function listFindings(
  context: Context,
  { cursor, limit = 100, ...filters }: FindingFilters & Paging,
): Promise<{ items: FindingSummary[]; nextCursor: string | null }> {
  const { order, length, beyond, keyOf } =
    sorts[filters.state === 'resolved' ? '-resolved' : (filters.sort ?? 'severity')]
  const key = decodeCursor(cursor, length)
  const conditions = [...conditionsOf(context, filters), ...(key ? [beyond(key)] : [])]
  const accounts = await accountsInScope(context, filters.account)
  const { rows } = await context.database.pool.query<SummaryRow>(
    toQuery(sql`with page as materialized (select page.* from unnest(${accounts}::int[]) a(id) cross join lateral (
        select f.* from findings f where f.account_id = a.id and ${every(conditions)} order by ${order} limit ${limit + 1}) page
        order by ${order} limit ${limit + 1})
      select ${summaryColumns} from page f order by ${order}`),
  )
  return toPage(rows, limit, toSummary, keyOf)
}

const countedUpTo = 10_000

/** How many findings a filter matches, at most 10,000. */
export async function countFindings(
  context: Context,
  filters: FindingFilters,
): Promise<{ count: number; capped: boolean }> {
  const accounts = await accountsInScope(context, filters.account)
  const { rows } = await context.database.pool.query<{ count: number }>(
    toQuery(sql`select count(*)::int as count from (select 1 from findings f
      where f.account_id = any(${accounts}::int[]) and ${every(conditionsOf(context, filters))} limit ${countedUpTo + 1}) counted`),
  )
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, countedUpTo), capped: count > countedUpTo }
}
