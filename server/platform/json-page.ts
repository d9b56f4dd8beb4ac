import type { Shown } from './ordered-list.ts'
import { type Fragment, sql } from './sql.ts'

/** A page as the JSON text that the database wrote row by row: what the contract calls a page of items. */
export type JsonPage = { rows: { item: string }[]; nextCursor: string | null }

/** Shows each row as one JSON object. `fields` are named and typed as the contract's item has them. */
export function asJson(fields: Fragment, join: Fragment): Shown {
  return {
    columns: sql`row_to_json(item)::text as item`,
    join: sql`${join} cross join lateral (select ${fields}) item`,
  }
}

/** The page as it goes over the wire, without a row ever having been an object of ours. */
export function pageText({ rows, nextCursor }: JsonPage): string {
  return `{"items":[${rows.map(({ item }) => item).join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`
}

/** The page for those who need it here. That `fields` make an Item is proved by tests/api/written-lists.test.ts. */
export function pageItems<Item>(page: JsonPage): { items: Item[]; nextCursor: string | null } {
  return JSON.parse(pageText(page)) as { items: Item[]; nextCursor: string | null }
}
