import { Readable } from 'node:stream'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Fragment, sql, toLiteralText } from './sql.ts'

/**
 * Streams the rows of each SELECT, one after the other, as CSV with one header line. All see the same moment.
 * The connection is given back at the end; when the reader leaves early it is closed, which ends the work in the database.
 */
export async function csvExport(pool: pg.Pool, selects: Fragment[]): Promise<Readable> {
  return streamed(pool, selects, (index) => (index === 0 ? 'format csv, header true' : 'format csv, header false'))
}

/**
 * The same for SELECTs of one JSON value, one a line. CSV with a quote and a delimiter that JSON never holds as they are
 * is the one format of COPY that leaves its backslashes alone.
 */
export async function jsonLinesExport(pool: pg.Pool, selects: Fragment[]): Promise<Readable> {
  return streamed(pool, selects, () => String.raw`format csv, header false, quote e'\x01', delimiter e'\x02'`)
}

/** How many rows have gone through an export, known once it has ended. */
export function rowsExported(stream: Readable): number {
  return counted.get(stream)?.rows ?? 0
}

const counted = new WeakMap<Readable, { rows: number }>()

function streamed(pool: pg.Pool, selects: Fragment[], format: (index: number) => string): Readable {
  const count = { rows: 0 }
  const rows = copyEach(pool, selects, format, count)
  const stream = Readable.from(rows, { objectMode: false, highWaterMark: 256 * 1024 })
  counted.set(stream, count)
  return stream
}

async function* copyEach(
  pool: pg.Pool,
  selects: Fragment[],
  format: (index: number) => string,
  count: { rows: number },
): AsyncGenerator<Buffer> {
  // Taken here, not before: a generator that is never begun never reaches its finally.
  const client = await pool.connect()
  let finished = false
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(settings)
    for (const [index, select] of selects.entries()) {
      const copy = client.query(copyTo(`copy (${toLiteralText(select)}) to stdout with (${format(index)})`))
      yield* copy
      count.rows += copy.rowCount
    }
    await client.query('commit')
    finished = true
  } finally {
    client.release(!finished)
  }
}

// An export may take minutes and sort much; none of it outlives the transaction. ISO dates are part of the format.
const settings = `set local statement_timeout = '30min'; set local work_mem = '64MB'; set local timezone = 'UTC';
  set local datestyle = 'ISO, YMD'; set local jit = off`

/**
 * Text from AWS that a spreadsheet would run as a formula, made harmless: OWASP, CSV injection. The wide forms of + - = @
 * count as these where people write Japanese or Chinese.
 */
export function plainCell(text: Fragment): Fragment {
  return sql`case when ascii(${text}) in (9, 10, 13, 43, 45, 61, 64, 65291, 65293, 65309, 65312) then '''' || ${text} else ${text} end`
}

/** A time as ISO 8601 in UTC. Cheaper than to_char by far; relies on the settings of the export. */
export function isoCell(time: Fragment): Fragment {
  return sql`replace(replace(${time}::text, ' ', 'T'), '+00', 'Z')`
}
