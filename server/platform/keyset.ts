import { z } from 'zod'
import { isPlain } from './plain-text.ts'
import { Refusal } from './refusal.ts'

const keySchema = z.array(z.union([z.string().refine(isPlain), z.number(), z.null()])).max(6)

/** The place in a sorted list after which the next page begins: the sort values of the last row. */
export type PageKey = z.infer<typeof keySchema>

/** Text for the address bar. */
export function encodeCursor(key: PageKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The key in a cursor, or null without one. Throws a Refusal when it is not one of ours or has another length. */
export function decodeCursor(cursor: string | undefined, length: number): PageKey | null {
  if (!cursor) return null
  try {
    const key = keySchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (key.length === length) return key
  } catch {
    // Falls through to the refusal: what exactly is wrong with a made-up cursor helps nobody.
  }
  throw noSuchPage()
}

/** A row's own number out of a page key. Throws a Refusal when it is none. */
export function rowIdIn(part: PageKey[number] | undefined): bigint {
  if (typeof part === 'string' && /^\d{1,18}$/.test(part)) return BigInt(part)
  throw noSuchPage()
}

function noSuchPage() {
  return new Refusal('invalid', 'That page does not exist. Start again from the first page.')
}

/** Cuts rows fetched with one too many into a page, and says where the next one begins. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  toItem: (row: Row) => Item,
  keyOf: (row: Row) => PageKey,
) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(toItem), nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null }
}
