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
  const known = {
    allKnown: !filters.gone && looksForUnknownPresence(filters) && (await everyThingHasPresence(context, accounts)),
    namesUpTo: filters.search ? await namesUpTo(context) : null,
  }
  return readPage(database.pool, accounts, thingList(filters, now, known), { cursor, limit }, thingItems(now))
}

// A tenth more than the parts hold is looked at one by one; beyond that they would save little.
const newerAtMost = 0.1

/** The last thing whose name is in the parts of the list by letters. Null when too many came after it. */
async function namesUpTo({ database }: Context): Promise<string | null> {
  const { rows } = await database.pool.query<{ id: string }>({
    name: 'names-up-to',
    text: `select up_to_id::text as id from thing_names_read
      where up_to_id > 0 and (select coalesce(max(id), 0) from things) - up_to_id <= greatest(20000, things * $1::float8)`,
    values: [newerAtMost],
  })
  return rows[0]?.id ?? null
}

const thingItems = (now: Date) =>
  asJson(thingFields(now), sql`join things t on t.id = page.id left join presence p on p.thing_row_id = t.id`)
