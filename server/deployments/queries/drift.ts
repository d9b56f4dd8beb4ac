import { type DriftFilters, type SoftwareDrift, softwareDrift } from '#contract/deployments.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { integerIn } from '#server/platform/page-key.ts'
import { every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }
type Row = {
  account_id: number
  thing: string
  package: string
  version: string | null
  intended: string | null
  kind: string
  since: Date | null
  from_version: string | null
}

/** Things that run another version than is meant for them, by name. */
export async function listDrift(
  context: Context,
  { cursor, limit = 100, ...filters }: DriftFilters & Paging,
): Promise<{ items: SoftwareDrift[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 4)
  const accounts = await accountsInScope(context, filters.account)
  const beyond = key
    ? sql`(s.account_id, s.thing, s.package, s.kind) > (${integerIn(key[0])}::int, ${String(key[1])}, ${String(key[2])}, ${String(key[3])})`
    : sql`true`
  const { rows } = await context.database.pool.query<Row>(
    toQuery(sql`select page.* from unnest(${accounts}::int[]) w(id) cross join lateral (
        select s.* from software_drift s where s.account_id = w.id and ${every(driftConditions(filters))} and ${beyond}
        order by s.thing, s.package, s.kind limit ${limit + 1}) page
      order by page.account_id, page.thing, page.package, page.kind limit ${limit + 1}`),
  )
  return toPage(rows, limit, toDrift, (row) => [row.account_id, row.thing, row.package, row.kind])
}

/** What a filter says of `software_drift s`. */
export function driftConditions({ package: named, kind, thing }: DriftFilters): Fragment[] {
  return [
    ...(named ? [sql`s.package = ${named}`] : []),
    ...(kind ? [sql`s.kind = ${kind}`] : []),
    ...(thing ? [sql`s.thing = ${thing}`] : []),
  ]
}

const toDrift = (row: Row): SoftwareDrift => ({
  account: row.account_id,
  thing: row.thing,
  package: row.package,
  version: row.version,
  intended: row.intended,
  kind: softwareDrift.shape.kind.catch('other').parse(row.kind),
  since: row.since?.toISOString() ?? null,
  from: row.from_version,
})
