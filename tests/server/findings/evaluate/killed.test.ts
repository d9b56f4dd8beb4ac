import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { evaluateAccount } from '#server/findings/evaluate/turn.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import {
  account,
  addCertificates,
  evaluate,
  findings,
  freshAccount,
  inDays,
  now,
  onlyExpiring,
  results,
  rows,
} from './world.ts'

const base = useTestDatabase()
const pool = () => base.db.pool

beforeEach(async () => freshAccount(pool()))

const count = 4_000
const fill = () =>
  addCertificates(
    pool(),
    Array.from({ length: count }, (_, n) => (n % 9 ? inDays(n % 50) : null)),
  )

/** Everything that evaluation writes, but for ids. */
const everything = async () => ({
  findings: await findings(pool()),
  results: await results(pool()),
  log: await rows(
    pool(),
    'SELECT f.subject, l.kind FROM finding_log l JOIN findings f ON f.id = l.finding_id ORDER BY 1, 2',
  ),
  witnesses: await rows(
    pool(),
    'SELECT f.subject, w.source, w.gone_at FROM finding_witnesses w JOIN findings f ON f.id = w.finding_id ORDER BY 1, 2',
  ),
  days: await rows(pool(), 'SELECT check_id, open::int, opened::int, resolved::int FROM finding_days ORDER BY 1'),
  notices: await rows(pool(), 'SELECT title FROM notices'),
  work: await rows(pool(), 'SELECT subject_row_id FROM finding_work'),
})

/** Holds up the next batch in the middle of its writes, until `release`. */
async function inTheMiddle() {
  const client = await pool().connect()
  await client.query('BEGIN; LOCK TABLE finding_blocks IN SHARE ROW EXCLUSIVE MODE')
  // Not by its text, of which the database keeps only the beginning.
  const blocked = `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE d.datname = current_database() AND l.relation = 'finding_blocks'::regclass AND NOT l.granted`
  return {
    blocked: () => expect.poll(() => rows(pool(), blocked), { timeout: 15_000, interval: 20 }).toHaveLength(1),
    kill: () => pool().query(`SELECT pg_terminate_backend(pid) FROM (${blocked}) b`),
    async release() {
      await client.query('ROLLBACK')
      client.release()
    },
  }
}

test('killed in the middle of a batch, of all or of what changed, nothing is lost or doubled', async () => {
  await fill()
  await evaluate(pool())
  const change = () => pool().query(`UPDATE certificates SET not_after = $1 WHERE id % 4 = 0`, [inDays(300)])
  await change()
  await evaluate(pool())
  const clean = await everything()

  await freshAccount(pool())
  await fill()
  const die = async () => {
    const held = await inTheMiddle()
    const turn = evaluateAccount(pool(), account, { now: () => now, checks: onlyExpiring })
    const died = expect(turn).rejects.toThrow()
    await held.blocked()
    await held.kill()
    await died
    await held.release()
  }
  await die()
  await evaluate(pool(), { forMs: 1 })
  await change()
  await die()
  await evaluate(pool())
  // Told twice at most: once for each turn that opened something.
  expect({ ...(await everything()), notices: [] }).toEqual({ ...clean, notices: [] })
})

test('of two batches side by side one is killed: the other is kept, and the rest is taken up again', async () => {
  const change = () => pool().query(`UPDATE certificates SET not_after = $1 WHERE id % 2 = 0`, [inDays(300)])
  await fill()
  await evaluate(pool())
  await change()
  await evaluate(pool())
  const clean = await everything()

  await freshAccount(pool())
  await fill()
  await evaluate(pool())
  await change()
  const held = await inTheMiddle()
  const died = expect(evaluateAccount(pool(), account, { now: () => now, checks: onlyExpiring })).rejects.toThrow()
  await held.blocked()
  await held.kill()
  await held.blocked()
  await held.release()
  await died
  const left = (await rows(pool(), 'SELECT DISTINCT subject_row_id FROM finding_work')).length
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(count / 2)
  await evaluate(pool())
  expect({ ...(await everything()), notices: [] }).toEqual({ ...clean, notices: [] })
})

test('of two workers one evaluates; the other goes on to what else there is', async () => {
  await fill()
  const held = await inTheMiddle()
  const first = evaluateAccount(pool(), account, { now: () => now, checks: onlyExpiring })
  await held.blocked()
  expect(await evaluateAccount(pool(), account, { now: () => now, checks: onlyExpiring })).toBeNull()
  await held.release()
  expect(await first).toMatchObject({ more: false })
  expect(
    await rows(pool(), 'SELECT opened::int AS opened, (SELECT count(*) FROM findings)::int AS there FROM finding_days'),
  ).toEqual([{ opened: expect.any(Number), there: (await rows(pool(), 'SELECT FROM findings')).length }])
})

// Evaluates until it is done or killed: a worker as far as findings are concerned.
const lockIsFree = async () =>
  (
    await rows(
      pool(),
      `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE d.datname = current_database() AND l.locktype = 'advisory'`,
    )
  ).length === 0

const worker = `const { evaluate } = await import('${import.meta.dirname}/world.ts')
const { createDatabase } = await import('#server/platform/db.ts')
await evaluate(createDatabase(process.env.DATABASE_URL).pool)`
const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

test('SIGKILL again and again: each process goes on where the last was', async () => {
  await fill()
  await evaluate(pool())
  const clean = await everything()
  await freshAccount(pool())
  await fill()
  const at = async () =>
    (await rows(pool(), `SELECT coalesce(max(last_row_id), 0)::int AS at FROM finding_scans`))[0]?.at
  const places: unknown[] = []
  for (let life = 0; life < 2; life++) {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type', 'module', '--eval', worker], {
      env: { ...process.env, DATABASE_URL: base.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running.add(child)
    const before = await at()
    await expect.poll(at, { timeout: 20_000, interval: 2 }).not.toBe(before)
    child.kill('SIGKILL')
    await once(child, 'exit')
    places.push(await at())
  }
  expect(places[0]).toBeGreaterThan(0)
  // The database notices at its own time that the last of them is gone, and lets go of the lock then.
  await expect.poll(lockIsFree, { timeout: 20_000, interval: 50 }).toBe(true)
  await evaluate(pool())
  expect({ ...(await everything()), notices: [] }).toEqual({ ...clean, notices: [] })
}, 90_000)
