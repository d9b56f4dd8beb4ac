import { generateKeyPairSync } from 'node:crypto'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { toLiteralText } from '#server/platform/sql.ts'
import { makeReports, snapshotSettings } from '#server/reports/make/make-reports.ts'
import { keepRegisters } from '#server/reports/make/registers.ts'
import { plainSelect } from '#server/reports/register.ts'
import { registers } from '#server/reports/registers/all.ts'
import { median, path, timed } from '../measure.ts'
import { filledDatabase } from '../world.ts'

export default path({
  id: 'P25',
  title: 'A report with registers of a million rows, against COPY of the same rows',
  async run(size) {
    const { database } = await filledDatabase(size)
    const { pool } = database
    const { privateKey } = generateKeyPairSync('ed25519')
    process.env.FLEETWARDEN_SIGNING_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    // Its twin with tokens is made after it, and measured apart.
    delete process.env.FLEETWARDEN_SECRET
    const times = { registers: [] as number[], floor: [] as number[] }
    let growth = 0
    const id = await ask(pool)
    await registersOf(pool, id)
    for (let round = 0; round < 2; round += 1) {
      times.floor.push((await timed(() => bareCopy(pool))).ms)
      const kept = await watched(() => registersOf(pool, id))
      times.registers.push(kept.ms)
      growth = Math.max(growth, kept.growth)
    }
    await pool.query('delete from reports')
    const floor = median(times.floor)
    const of = { floor, floorUnit: 'ms', better: 'lower' as const, id: 'P25' }
    const detail = `${size.things} things, 1.2 certificates for each, every register`
    const measures = [
      { ...of, name: 'registers', goal: 2, value: median(times.registers) / floor, unit: 'ratio', detail },
      { ...of, name: 'memory growth', goal: 100, value: growth / 2 ** 20, unit: 'MB', detail },
    ]
    // A small report is mostly its document, which does not grow with the fleet.
    if (size.quick) return measures
    await make(pool)
    const whole = await watched(() => make(pool))
    process.env.FLEETWARDEN_SECRET = 'a secret of the benchmark, 32 letters'
    const both = await watched(() => make(pool, { pseudonymised: true }))
    const also = `${detail}, figures, document, sealed bundle; grew by ${(whole.growth / 2 ** 20).toFixed(0)} MB`
    return [
      ...measures,
      { ...of, name: 'whole making', goal: 2, value: whole.ms / floor, unit: 'ratio', detail: also },
      {
        ...of,
        ...{ name: 'whole making and its pseudonymised twin', goal: 8, value: both.ms / floor, unit: 'ratio' },
        detail: `the same once more with every name a token; grew by ${(both.growth / 2 ** 20).toFixed(0)} MB`,
      },
    ]
  },
})

/** Every register out of one snapshot into pieces, hashed, as the making of a report does. */
async function registersOf(pool: pg.Pool, report: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(snapshotSettings)
    await keepRegisters({ client, pool }, { report, folder: '' }, await scopeOf(client), async () => undefined)
  } finally {
    await client.query('rollback')
    client.release()
  }
  await pool.query('delete from report_pieces')
}

const scopeOf = async (client: pg.PoolClient) => {
  const { rows } = await client.query<{ id: number }>('select id from aws_accounts')
  return { accounts: rows.map(({ id }) => id), groups: [], now: new Date() }
}

async function ask(pool: pg.Pool, also: { pseudonymised?: boolean } = {}): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into reports (title, scope, as_of, by_name) values ('Benchmark', $1, now(), 'Benchmark')
     returning id`,
    [JSON.stringify({ accounts: [], groups: [], ...also })],
  )
  return rows[0]?.id ?? ''
}

async function make(pool: pg.Pool, also: { pseudonymised?: boolean } = {}): Promise<void> {
  const id = await ask(pool, also)
  await makeReports(pool)
  const made = await pool.query<{ state: string; error: string | null }>(
    'select state, error from reports where id = $1',
    [id],
  )
  if (made.rows[0]?.state !== 'ready') throw new Error(`No report was made: ${made.rows[0]?.error}`)
  await pool.query('delete from reports where id = $1', [id])
}

/** How long something takes, and by how much it makes the process grow meanwhile. */
async function watched(work: () => Promise<void>): Promise<{ ms: number; growth: number }> {
  global.gc?.()
  const from = process.memoryUsage().rss
  let most = from
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  try {
    const { ms } = await timed(work)
    return { ms, growth: most - from }
  } finally {
    clearInterval(look)
  }
}

/** The same rows as they are: no formula defused, no hash, nothing kept. */
async function bareCopy(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    const scope = await scopeOf(client)
    for (const register of registers) {
      const copy = client.query(
        copyTo(`copy (${toLiteralText(plainSelect(register, scope))}) to stdout with (format csv, header)`),
      )
      await pipeline(copy, new Writable({ write: (_chunk, _encoding, done) => done() }))
    }
  } finally {
    client.release()
  }
}
