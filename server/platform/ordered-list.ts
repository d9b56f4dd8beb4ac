import type pg from 'pg'
import { decodeCursor, encodeCursor, type PageKey } from './keyset.ts'
import { type After, efforts, gather, goesOn, type Reading, walk } from './list-statements.ts'
import { Refusal } from './refusal.ts'
import { type Fragment, sql, toPrepared, toQuery } from './sql.ts'

/**
 * Rows that one index yields in list order, for each account in turn (`a.id` in the fragments).
 * `from` ends in the alias that `key` and `id` are columns of; `where` is what the index answers;
 * `join` and `filters` are tried on each row it yields, which has these `columns`. `covered`: the index holds them all.
 * `sieve`: the parts of the list, `lower` to `upper` (excluded), about a thousand rows each, that may
 * hold matches at all. Only those are walked.
 */
export type Range = {
  from: Fragment
  alias: Fragment
  columns: Fragment
  covered: boolean
  where: Fragment[]
  join: Fragment
  filters: Fragment[]
  key: Fragment
  id: Fragment
  sieve?: Fragment
}

/** A stretch of the list: sorted by one key, or by row id alone when `keyed` is false. Stretches follow each other. */
export type Stretch = {
  keyed: boolean
  keyType: 'text' | 'timestamptz'
  /** The indexes that give this stretch in order; together they hold every row of it once. Empty: there is none. */
  ranges: Range[]
  /** The same rows as an unordered set, for the filters that are rare: `from` with its joins, and all conditions. */
  set: { from: Fragment; where: Fragment[]; key: Fragment; id: Fragment; account: Fragment }
}

export type OrderedList = { descending: boolean; stretches: Stretch[] }

/** What a page shows of a row: columns, and where they come from, joined to the alias `page` by its column `id`. */
export type Shown = { columns: Fragment; join: Fragment }

type Found<Row> = Row & { page_key: string | null; page_id: string }

/**
 * The rows of one page, in order, and the cursor of the next.
 * Walks the index in list order first. When its stretch does not fill the page, the filter is rare, and the indexes
 * that answer the filter find what is left of it.
 */
export async function readPage<Row extends object>(
  pool: pg.Pool,
  accounts: number[],
  list: OrderedList,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  shown: Shown,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const start = startOf(list, decodeCursor(cursor, 3))
  const found: (Found<Row> & { stretch: number })[] = []
  const stretches = accounts.length > 0 ? list.stretches : []
  for (let index = start.stretch; index < stretches.length && found.length <= limit; index++) {
    const stretch = stretches[index]
    if (!stretch) break
    const after = index === start.stretch ? start.after : null
    const reading: Reading = { accounts, stretch, after, list, limit, shown, wanted: limit + 1 - found.length }
    for (const row of await readStretch<Row>(pool, reading)) found.push({ ...row, stretch: index })
  }
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const more = found.length > limit && last
  return { rows, nextCursor: more ? encodeCursor([last.stretch, last.page_key, last.page_id]) : null }
}

function startOf(list: OrderedList, key: PageKey | null): { stretch: number; after: After | null } {
  if (!key) return { stretch: 0, after: null }
  const [stretch, value, id] = key
  const keyed = typeof stretch === 'number' ? list.stretches[stretch]?.keyed : undefined
  const fits = typeof stretch === 'number' && keyed !== undefined && typeof id === 'string' && /^\d{1,18}$/.test(id)
  const isTime = fits && list.stretches[stretch]?.keyType === 'timestamptz'
  if (!fits || (typeof value === 'string') !== keyed || (keyed && isTime && !isInstant(value))) {
    throw new Refusal('invalid', 'That page does not exist. Start again from the first page.')
  }
  return { stretch, after: { key: keyed ? String(value) : null, id } }
}

// As keyText writes it. Days that no calendar has are parsed too, as later ones; PostgreSQL refuses them and the year 0.
function isInstant(value: unknown): boolean {
  const time = new Date(String(value))
  return !Number.isNaN(time.getTime()) && /^(?!0000)\d{4}-/.test(String(value)) && time.toISOString() === value
}

async function readStretch<Row>(pool: pg.Pool, reading: Reading): Promise<Found<Row>[]> {
  const { stretch, wanted } = reading
  let more: boolean[] | undefined
  for (const [index, effort] of stretch.ranges.length > 0 ? efforts.entries() : []) {
    const { rows } = await pool.query<Found<Row>>(toPrepared(walk(reading, effort)))
    if (rows.length >= wanted) return rows
    more ??= await endsBeyond(pool, reading)
    if (!more[index]) return rows
    // A walk to the end is worth it, and half of what is missing may still be luck; less than that is not.
    if (more.at(-1) && rows.length / effort < wanted / 2) break
  }
  // Planned for its values: which index answers it best depends on how rare they are.
  return (await pool.query<Found<Row>>(toQuery(gather(reading)))).rows
}

/** Whether, after each effort, any index goes on behind the rows walked, so that there may be matches not seen yet. */
async function endsBeyond(pool: pg.Pool, reading: Reading): Promise<boolean[]> {
  const query = goesOn(reading)
  if (!query) return efforts.map(() => false)
  return (await pool.query<{ more: boolean[] }>(toPrepared(query))).rows[0]?.more ?? []
}

const countAtMost = 10_000

/** How many rows there are, or "at least" the cap. Takes the statement from its FROM on. */
export async function countUpTo(pool: pg.Pool, rows: Fragment): Promise<{ count: number; capped: boolean }> {
  const query = toQuery(sql`select count(*) as count from (select 1 ${rows} limit ${countAtMost + 1}) some_rows`)
  const count = (await pool.query<{ count: number }>(query)).rows[0]?.count ?? 0
  return { count: Math.min(count, countAtMost), capped: count > countAtMost }
}
