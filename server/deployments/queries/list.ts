import type { DeploymentFilters, DeploymentSummary } from '#contract/deployments.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, type PageKey, rowIdIn, toPage } from '#server/platform/keyset.ts'
import { instantIn, integerIn } from '#server/platform/page-key.ts'
import { escapeLike, every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { healthPlace, listedAt, movedAt, type SummaryRow, summaryColumns, toSummary } from './row.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }
type Sort = { inside: Fragment; outside: Fragment; beyond(key: PageKey): Fragment; keyOf(row: SummaryRow): PageKey }

const sorts: Record<'-created' | '-changed' | 'health', Sort> = {
  '-created': {
    inside: sql`${listedAt} desc, d.id desc`,
    outside: sql`page.listed_at desc, page.id::bigint desc`,
    beyond: ([, at, id]) => sql`(${listedAt}, d.id) < (${instantIn(at)}::timestamptz, ${rowIdIn(id)}::bigint)`,
    keyOf: ({ listed_at, id }) => ['', listed_at.toISOString(), id],
  },
  '-changed': {
    inside: sql`${movedAt} desc, d.id desc`,
    outside: sql`page.moved_at desc, page.id::bigint desc`,
    beyond: ([, at, id]) => sql`(${movedAt}, d.id) < (${instantIn(at)}::timestamptz, ${rowIdIn(id)}::bigint)`,
    keyOf: ({ moved_at, id }) => ['', moved_at.toISOString(), id],
  },
  health: {
    inside: sql`${healthPlace}, ${listedAt} desc, d.id desc`,
    outside: sql`page.place, page.listed_at desc, page.id::bigint desc`,
    beyond: ([place, at, id]) =>
      sql`(${healthPlace} > ${integerIn(place)}::int or (${healthPlace} = ${integerIn(place)}::int
        and (${listedAt}, d.id) < (${instantIn(at)}::timestamptz, ${rowIdIn(id)}::bigint)))`,
    keyOf: ({ place, listed_at, id }) => [place, listed_at.toISOString(), id],
  },
}

/** One page of deployments that AWS still knows, the newest first. Throws a Refusal for a cursor that is not of this list. */
export async function listDeployments(
  context: Context,
  { cursor, limit = 100, ...filters }: DeploymentFilters & Paging,
): Promise<{ items: DeploymentSummary[]; nextCursor: string | null }> {
  const { inside, outside, beyond, keyOf } = sorts[filters.sort ?? '-created']
  const key = decodeCursor(cursor, 3)
  const accounts = await accountsInScope(context, filters.account)
  const { rows } = await context.database.pool.query<SummaryRow>(
    toQuery(sql`select page.* from unnest(${accounts}::int[]) w(id) cross join lateral (
        select ${summaryColumns} from deployments d where d.account_id = w.id and ${every(conditionsOf(filters))}
          and ${key ? beyond(key) : sql`true`} order by ${inside} limit ${limit + 1}) page
      order by ${outside} limit ${limit + 1}`),
  )
  return toPage(rows, limit, (row) => toSummary(row, context.now), keyOf)
}

/** What a filter says of `deployments d`. */
export function conditionsOf({ kind, health, search, thing }: DeploymentFilters): Fragment[] {
  const like = search ? `%${escapeLike(search)}%` : ''
  return [
    sql`d.gone_at is null`,
    ...(kind ? [sql`d.kind = ${kind}`] : []),
    ...(health ? [sql`d.health = ${health}`] : []),
    ...(search ? [sql`(d.name ilike ${like} or d.title ilike ${like} or d.description ilike ${like})`] : []),
    ...(thing
      ? [
          sql`d.id in (select e.deployment_id from deployment_executions e
          where e.account_id = d.account_id and e.thing = ${thing})`,
        ]
      : []),
  ]
}

/** The order of the list, of `deployments d`. */
export const orderOf = ({ sort = '-created' }: DeploymentFilters): Fragment => sorts[sort].inside
