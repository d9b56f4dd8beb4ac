import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Report } from '#contract/reports.ts'
import { toLiteralText } from '#server/platform/sql.ts'
import type { KeptFile } from '../content.ts'
import { keepFile, type Place } from '../files/pieces.ts'
import { csvSelect, type Register, shuffledSelect } from '../register.ts'
import { registers } from '../registers/all.ts'
import type { FactScope } from '../scope.ts'

type Kept = { file: KeptFile; register: Report['registers'][number] }

/**
 * Streams every register out of the snapshot into pieces, one after the other: no register is ever in memory whole.
 * `progress` is told from 0 to 1, by the rows that the database expects.
 */
export async function keepRegisters(
  { client, pool }: { client: pg.PoolClient; pool: pg.Pool },
  place: Place,
  scope: FactScope,
  progress: (done: number) => Promise<void>,
): Promise<Kept[]> {
  const selects = registers.map((register) => ({ register, text: toLiteralText(csvSelect(register, scope)) }))
  const expected: number[] = []
  for (const { text } of selects) expected.push(await expectedRows(client, text))
  const all = expected.reduce((sum, rows) => sum + rows, 0)
  const kept: Kept[] = []
  let before = 0
  for (const [index, { register, text }] of selects.entries()) {
    const copy = client.query(copyTo(`copy (${text}) to stdout with (format csv, header true)`))
    const file = await keepFile(pool, place, registerFile(register.name), copy)
    const rows = copy.rowCount
    kept.push({ file, register: { name: register.name, title: register.title, rows, sha256: file.sha256 } })
    before += expected[index] ?? 0
    await progress(before / all)
  }
  return kept
}

/** A register's rows out of the snapshot in no order at all: their place would tell which name is behind a token. */
export const shuffledRows = (client: pg.PoolClient, register: Register, scope: FactScope): AsyncIterable<Buffer> =>
  client.query(
    copyTo(`copy (${toLiteralText(shuffledSelect(register, scope))}) to stdout with (format csv, header true)`),
  )

/** The name of a register's file. */
export const registerFile = (name: string) => `registers/${name}.csv`

// One more, so that an empty register counts for something, too.
async function expectedRows(client: pg.PoolClient, text: string): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) ${text}`,
  )
  return 1 + (rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0)
}
