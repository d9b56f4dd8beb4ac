import { type Unupdatable, type UnupdatableFilters, unupdatable } from '#contract/deployments.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { decodeCursor, toPage } from '#server/platform/keyset.ts'
import { integerIn } from '#server/platform/page-key.ts'
import { every, type Fragment, sql, toQuery } from '#server/platform/sql.ts'

type Paging = { cursor?: string | undefined; limit?: number | undefined }
export type UnupdatableRow = {
  account_id: number
  thing: string
  why: string
  says: string
  since: Date | null
  plan: string | null
  owner_id: string | null
  owner_name: string | null
  due: string | null
  state: string
}

/** What the register says of a thing, of `unupdatable_things u` at a time. A person's word comes before the facts'. */
export const registerColumns = (now: Date): Fragment => sql`u.account_id, u.thing,
  case when u.declared_why is null then u.found_why else 'declared' end as why,
  coalesce(u.declared_why, u.found_says, 'Nothing says so any more') as says,
  coalesce(u.declared_at, u.found_since) as since, u.plan, u.owner_id, u.owner_name, u.due::text as due, ${stateAt(now)} as state`

const stateAt = (now: Date): Fragment => sql`case when u.done_at is not null then 'done'
  when u.due < (${now}::timestamptz at time zone 'UTC')::date then 'overdue'
  when u.plan is not null and u.due is not null and u.owner_id is not null then 'planned' else 'open' end`

/** Things that cannot be updated, by name. */
export async function listUnupdatable(
  context: Context,
  { cursor, limit = 100, ...filters }: UnupdatableFilters & Paging,
): Promise<{ items: Unupdatable[]; nextCursor: string | null }> {
  const key = decodeCursor(cursor, 2)
  const accounts = await accountsInScope(context, filters.account)
  const beyond = key ? sql`(u.account_id, u.thing) > (${integerIn(key[0])}::int, ${String(key[1])})` : sql`true`
  const { rows } = await context.database.pool.query<UnupdatableRow>(
    toQuery(sql`select page.* from unnest(${accounts}::int[]) w(id) cross join lateral (
        select ${registerColumns(context.now)} from unupdatable_things u
        where u.account_id = w.id and ${every(registerConditions(filters, context.now))} and ${beyond}
        order by u.thing limit ${limit + 1}) page
      order by page.account_id, page.thing limit ${limit + 1}`),
  )
  return toPage(rows, limit, toUnupdatable, (row) => [row.account_id, row.thing])
}

/** What a filter says of `unupdatable_things u`. */
export function registerConditions({ why, state, thing }: UnupdatableFilters, now: Date): Fragment[] {
  return [
    ...(why === 'declared' ? [sql`u.declared_why is not null`] : []),
    ...(why && why !== 'declared' ? [sql`u.found_why = ${why} and u.declared_why is null`] : []),
    ...(state ? [sql`${stateAt(now)} = ${state}`] : []),
    ...(thing ? [sql`u.thing = ${thing}`] : []),
  ]
}

/** A row as the contract words it. */
export function toUnupdatable(row: UnupdatableRow): Unupdatable {
  return {
    account: row.account_id,
    thing: row.thing,
    why: unupdatable.shape.why.catch('declared').parse(row.why),
    says: row.says,
    since: row.since?.toISOString() ?? null,
    plan: row.plan,
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
    due: row.due,
    state: unupdatable.shape.state.catch('open').parse(row.state),
  }
}
