import type pg from 'pg'
import { decodeCursor, encodeCursor, type PageKey } from './keyset.ts'
import { Refusal } from './refusal.ts'
import { every, type Fragment, instantText, joined, sql, toPrepared, toQuery, whole } from './sql.ts'

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

type After = { key: string | null; id: string }
type Found<Row> = Row & { page_key: string | null; page_id: string }

/** Rows an index is walked along in search of a page. Further apart than one in fifty, rows are quicker found as a set. */
const walkAtMost = 5_000

/** The same where only the index is read. */
const walkCoveredAtMost = 20_000

// A first look tells how far apart matches lie, and so whether a longer walk is worth its while.
const efforts = [0.1, 1]

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

type Reading = {
  accounts: number[]
  stretch: Stretch
  after: After | null
  list: OrderedList
  limit: number
  shown: Shown
  wanted: number
}

async function readStretch<Row>(pool: pg.Pool, reading: Reading): Promise<Found<Row>[]> {
  const { stretch, wanted } = reading
  for (const effort of stretch.ranges.length > 0 ? efforts : []) {
    const { rows } = await pool.query<Found<Row>>(toPrepared(walk(reading, effort)))
    if (rows.length >= wanted || !(await endsBeyond(pool, reading, effort))) return rows
    // Half of what is missing may still be luck; less than that is not.
    if (rows.length / effort < wanted / 2) break
  }
  // Planned for its values: which index answers it best depends on how rare they are.
  return (await pool.query<Found<Row>>(toQuery(gather(reading)))).rows
}

function walk(reading: Reading, effort: number): Fragment {
  const { stretch } = reading
  const { order } = orderOf(reading)
  const parts = stretch.ranges.map((range) => {
    const { key, id, alias, join, filters } = range
    return sql`(select w.key, w.id from ${each(reading)} cross join lateral (
      select ${stretch.keyed ? key : sql`null::text`} as key, ${id} as id
      from (${stepsOf(range, reading, effort)}) ${alias} ${join}
      where ${every(filters)} order by ${order(key, id)} limit ${most(reading)}) w)`
  })
  return page(reading, joined(parts, ' union all '))
}

/** Whether any index goes on after the rows walked, so that there may be matches not seen yet. */
async function endsBeyond(pool: pg.Pool, reading: Reading, effort: number): Promise<boolean> {
  const filtered = reading.stretch.ranges.filter(({ filters }) => filters.length > 0)
  if (filtered.length === 0) return false
  const probes = filtered.map((range) => {
    const walked = range.sieve ? partsAhead(range.sieve, reading) : inOrder(range, reading)
    return sql`exists (select 1 from ${each(reading)} cross join lateral (
      ${walked} offset ${lengthOf(range, effort)} limit 1) w)`
  })
  const { rows } = await pool.query<{ beyond: boolean }>(toPrepared(sql`select ${joined(probes, ' or ')} as beyond`))
  return rows[0]?.beyond ?? false
}

/** The rows of a range that one effort looks at. */
function stepsOf(range: Range, reading: Reading, effort: number): Fragment {
  const { sieve, filters, key, alias, columns } = range
  if (!sieve)
    return sql`${inOrder(range, reading)} limit ${filters.length > 0 ? lengthOf(range, effort) : most(reading)}`
  const within = [sql`${key} >= part.lower`, sql`${key} < part.upper`]
  // OFFSET 0: each part is walked as it lies in the index; no filter may find another way to it.
  return sql`select ${columns} from (${partsAhead(sieve, reading)} limit ${lengthOf(range, effort)}) part
    cross join lateral (${inOrder({ ...range, where: [...range.where, ...within] }, reading)} offset 0) ${alias}`
}

/** How many rows that is, or parts of a thousand. */
function lengthOf({ covered, sieve }: Range, effort: number): Fragment {
  return whole((effort * (covered ? walkCoveredAtMost : walkAtMost)) / (sieve ? 1000 : 1))
}

/** The parts that hold what lies behind the last row shown. */
function partsAhead(sieve: Fragment, { list, after }: Reading): Fragment {
  const ahead = list.descending
    ? sql`parts.lower <= ${after?.key ?? null}::text collate "C"`
    : sql`parts.upper > ${after?.key ?? null}::text collate "C"`
  return sql`select parts.* from (${sieve}) parts where ${after ? ahead : sql`true`}
    order by parts.lower ${list.descending ? sql`desc` : sql`asc`}`
}

// As many as a whole page, whatever was found before: a text of its own for each remainder would be planned each time.
const most = ({ limit }: Reading) => whole(limit + 1)

// Written out, so that a plan made for any values still knows how many there are.
const each = ({ accounts }: Reading) =>
  sql`(values ${joined(
    accounts.map((id) => sql`(${whole(id)})`),
    ', ',
  )}) a(id)`

/** The page out of rows with `key` and `id`: the first of them in order, with what is shown of each. */
function page(reading: Reading, rows: Fragment): Fragment {
  const { stretch, shown } = reading
  const { order } = orderOf(reading)
  const sorted = order(sql`page.key`, sql`page.id`)
  return sql`select ${keyText(stretch)} as page_key, page.id::text as page_id, ${shown.columns}
    from (select * from (${rows}) page order by ${sorted} limit ${most(reading)}) page ${shown.join} order by ${sorted}`
}

function inOrder({ from, alias, columns, where, key, id }: Range, reading: Reading): Fragment {
  const { order } = orderOf(reading)
  const conditions = [...where, ...bounds(reading, key, id)]
  return sql`select ${columns} from ${from} where ${alias}.account_id = a.id and ${every(conditions)} order by ${order(key, id)}`
}

function gather(reading: Reading): Fragment {
  const { stretch, accounts } = reading
  const { from, where, key, id, account } = stretch.set
  const conditions = [sql`${account} = any(${accounts}::int[])`, ...where, ...bounds(reading, key, id)]
  // OFFSET 0 keeps the planner from walking in list order once more: it must answer the filter first.
  return page(
    reading,
    sql`select ${stretch.keyed ? key : sql`null::text`} as key, ${id} as id from ${from}
    where ${every(conditions)} offset 0`,
  )
}

function orderOf({ stretch, list }: Pick<Reading, 'stretch' | 'list'>) {
  const direction = list.descending ? sql`desc` : sql`asc`
  const order = (key: Fragment, id: Fragment) =>
    stretch.keyed ? sql`${key} ${direction}, ${id} ${direction}` : sql`${id} ${direction}`
  return { order }
}

/** What lies behind the last row shown. Row ids are unique over all accounts, so they settle every tie. */
function bounds({ stretch, after, list }: Reading, key: Fragment, id: Fragment): Fragment[] {
  if (!after) return []
  const beyond = list.descending ? sql`<` : sql`>`
  if (!stretch.keyed) return [sql`${id} ${beyond} ${after.id}::bigint`]
  const value = stretch.keyType === 'text' ? sql`${after.key}::text collate "C"` : sql`${after.key}::timestamptz`
  return [sql`(${key}, ${id}) ${beyond} (${value}, ${after.id}::bigint)`]
}

function keyText({ keyed, keyType }: Stretch): Fragment {
  if (!keyed) return sql`null`
  return keyType === 'text' ? sql`page.key` : instantText(sql`page.key`)
}

/** A whole stretch in list order, from its FROM on, for reading all of it at once. */
export function inListOrder(list: OrderedList, stretch: Stretch, accounts: number[], from: Fragment): Fragment {
  const { where, key, id, account } = stretch.set
  const { order } = orderOf({ stretch, list })
  const conditions = [sql`${account} = any(${accounts}::int[])`, ...where]
  return sql`from ${from} where ${every(conditions)} order by ${order(key, id)}`
}

const countAtMost = 10_000

/** How many rows there are, or "at least" the cap. Takes the statement from its FROM on. */
export async function countUpTo(pool: pg.Pool, rows: Fragment): Promise<{ count: number; capped: boolean }> {
  const query = toQuery(sql`select count(*) as count from (select 1 ${rows} limit ${countAtMost + 1}) some_rows`)
  const count = (await pool.query<{ count: number }>(query)).rows[0]?.count ?? 0
  return { count: Math.min(count, countAtMost), capped: count > countAtMost }
}
