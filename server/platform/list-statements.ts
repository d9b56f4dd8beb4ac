import type { OrderedList, Range, Shown, Stretch } from './ordered-list.ts'
import { every, type Fragment, instantText, joined, sql, whole } from './sql.ts'

/** The row a page begins behind. */
export type After = { key: string | null; id: string }

/** A stretch of a list to be read for one page: up to `limit` rows and one more, behind `after`. */
export type Reading = {
  accounts: number[]
  stretch: Stretch
  after: After | null
  list: OrderedList
  limit: number
  shown: Shown
  wanted: number
}

/** Rows an index is walked along in search of a page. Further apart than one in fifty, rows are quicker found as a set. */
const walkAtMost = 5_000

/** The same where only the index is read. */
const walkCoveredAtMost = 20_000

// A first look tells how far apart matches lie, and so whether a longer walk is worth its while.
export const efforts = [0.1, 1]

/** Walks the indexes in list order, as far as the effort goes, and shows what it finds. */
export function walk(reading: Reading, effort: number): Fragment {
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

/** Asks, for each effort, whether an index goes on behind the rows it walks: `more`. Null when nothing is filtered. */
export function goesOn(reading: Reading): Fragment | null {
  const filtered = reading.stretch.ranges.filter(({ filters }) => filters.length > 0)
  if (filtered.length === 0) return null
  const answers = efforts.map((effort) => {
    const probes = filtered.map((range) => {
      const walked = range.sieve ? partsAhead(range.sieve, reading) : inOrder(range, reading, 'roughly')
      return sql`exists (select 1 from ${each(reading)} cross join lateral (
        ${walked} offset ${lengthOf(range, effort)} limit 1) w)`
    })
    return joined(probes, ' or ')
  })
  return sql`select array[${joined(answers, ', ')}] as more`
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
  return whole(Math.ceil((effort * (covered ? walkCoveredAtMost : walkAtMost)) / (sieve ? 1000 : 1)))
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

function inOrder(range: Range, reading: Reading, sorting: 'order' | 'roughly' = 'order'): Fragment {
  const { from, alias, columns, where, key, id } = range
  const conditions = [...where, ...bounds(reading, key, id)]
  const sorted = orderOf(reading)[sorting](key, id)
  return sql`select ${columns} from ${from} where ${alias}.account_id = a.id and ${every(conditions)} order by ${sorted}`
}

/** Finds the page by whatever index answers the filter, and sorts. */
export function gather(reading: Reading): Fragment {
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
  // As the index has them: where nobody reads the rows, settling ties would only be a sort on top of it.
  const roughly = (key: Fragment, id: Fragment) => sql`${stretch.keyed ? key : id} ${direction}`
  return { order, roughly }
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
