import { generateKeyPairSync } from 'node:crypto'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { toLiteralText } from '#server/platform/sql.ts'
import { makeReports } from '#server/reports/make/make-reports.ts'
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
    const ours: number[] = []
    const floor: number[] = []
    let growth = 0
    await make(pool)
    for (let round = 0; round < (size.quick ? 2 : 1); round += 1) {
      floor.push((await timed(() => bareCopy(pool))).ms)
      const made = await watched(() => make(pool))
      ours.push(made.ms)
      growth = Math.max(growth, made.growth)
    }
    process.env.FLEETWARDEN_SECRET = 'a secret of the benchmark, 32 letters'
    const both = await watched(() => make(pool))
    const detail = `${size.things} things, 1.2 certificates for each: all registers, figures, document, sealed bundle`
    const of = { floor: median(floor), floorUnit: 'ms', better: 'lower' as const, id: 'P25' }
    const megabytes = (bytes: number) => bytes / 2 ** 20
    return [
      { ...of, name: 'making', goal: 2, value: median(ours) / of.floor, unit: 'ratio', detail },
      { ...of, name: 'memory growth', goal: 100, value: megabytes(growth), unit: 'MB', detail },
      {
        ...of,
        ...{ name: 'making, with its pseudonymised twin', goal: 8, value: both.ms / of.floor, unit: 'ratio' },
        detail: `${detail}, and once more with every name a token; grew by ${megabytes(both.growth).toFixed(0)} MB`,
      },
    ]
  },
})

async function make(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    `insert into reports (title, scope, as_of, by_name) values ('Benchmark', '{"accounts": [], "groups": []}', now(), 'Benchmark')
     returning id`,
  )
  const id = rows[0]?.id
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
    const { rows } = await client.query<{ id: number }>('select id from aws_accounts')
    const scope = { accounts: rows.map(({ id }) => id), groups: [], now: new Date() }
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
