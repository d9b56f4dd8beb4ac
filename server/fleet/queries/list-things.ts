import type { Thing, ThingFilters } from '#contract/things.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { readPage } from '#server/platform/ordered-list.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { everyThingHasPresence } from './presence-counts.ts'
import { looksForUnknownPresence, thingList } from './thing-order.ts'
import { type ThingRow, thingColumns, toThing } from './thing-row.ts'

/** One page of things in the order asked for. Throws a Refusal for a cursor that is not of this list. */
export async function listThings(
  context: Context,
  { cursor, limit = 100, ...filters }: ThingFilters & { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: Thing[]; nextCursor: string | null }> {
  const { pool } = context.database
  const accounts = await accountsInScope(context, filters.account)
  const allKnown = !filters.gone && looksForUnknownPresence(filters) && (await everyThingHasPresence(context, accounts))
  const list = thingList(filters, context.now, { allKnown })
  const { ids, nextCursor } = await readPage(pool, accounts, list, { cursor, limit })
  const { rows } = await pool.query<ThingRow>(
    toQuery(sql`select ${thingColumns(context.now)} from unnest(${ids}::bigint[]) with ordinality page(id, place)
      join things t on t.id = page.id left join presence p on p.thing_row_id = t.id order by page.place`),
  )
  return { items: rows.map(toThing), nextCursor }
}
