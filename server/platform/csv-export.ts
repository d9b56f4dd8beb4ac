import { Readable } from 'node:stream'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Fragment, sql, toLiteralText } from './sql.ts'

/**
 * Streams the rows of each SELECT, one after the other, as CSV with one header line. All see the same moment.
 * The connection is given back at the end; when the reader leaves early it is closed, which ends the work in the database.
 */
export async function csvExport(pool: pg.Pool, selects: Fragment[]): Promise<Readable> {
  return Readable.from(copyEach(pool, selects), { objectMode: false, highWaterMark: 256 * 1024 })
}

async function* copyEach(pool: pg.Pool, selects: Fragment[]): AsyncGenerator<Buffer> {
  // Taken here, not before: a generator that is never begun never reaches its finally.
  const client = await pool.connect()
  let finished = false
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(settings)
    for (const [index, select] of selects.entries()) {
      const header = index === 0 ? 'header true' : 'header false'
      yield* client.query(copyTo(`copy (${toLiteralText(select)}) to stdout with (format csv, ${header})`))
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

/** Text from AWS that a spreadsheet would run as a formula, made harmless: OWASP, CSV injection. */
export function plainCell(text: Fragment): Fragment {
  return sql`case when ascii(${text}) in (9, 13, 43, 45, 61, 64) then '''' || ${text} else ${text} end`
}

/** A time as ISO 8601 in UTC. Cheaper than to_char by far; relies on the settings of the export. */
export function isoCell(time: Fragment): Fragment {
  return sql`replace(replace(${time}::text, ' ', 'T'), '+00', 'Z')`
}
