import type { Thing, ThingFilters } from '#contract/things.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { asJson, type JsonPage, pageItems } from '#server/platform/json-page.ts'
import { readPage } from '#server/platform/ordered-list.ts'
import { sql } from '#server/platform/sql.ts'
import { everyThingHasPresence } from './presence-counts.ts'
import { looksForUnknownPresence, thingList } from './thing-order.ts'
import { thingFields } from './thing-row.ts'

type Asked = ThingFilters & { cursor?: string | undefined; limit?: number | undefined }

/** One page of things in the order asked for. Throws a Refusal for a cursor that is not of this list. */
export async function listThings(
  context: Context,
  asked: Asked,
): Promise<{ items: Thing[]; nextCursor: string | null }> {
  return pageItems<Thing>(await writeThings(context, asked))
}

/** The same as the database writes it. */
export async function writeThings(context: Context, { cursor, limit = 100, ...filters }: Asked): Promise<JsonPage> {
  const { now, database } = context
  const accounts = await accountsInScope(context, filters.account)
  const allKnown = !filters.gone && looksForUnknownPresence(filters) && (await everyThingHasPresence(context, accounts))
  return readPage(database.pool, accounts, thingList(filters, now, { allKnown }), { cursor, limit }, thingItems(now))
}

const thingItems = (now: Date) =>
  asJson(thingFields(now), sql`join things t on t.id = page.id left join presence p on p.thing_row_id = t.id`)
