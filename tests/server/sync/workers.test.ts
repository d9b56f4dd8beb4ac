import { beforeEach, expect, test } from 'vitest'
import { createDatabase } from '#server/platform/db.ts'
import { claimNext } from '#server/sync/lease.ts'
import { runOnce } from '#server/sync/once.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { fillFleet } from './a-fleet.ts'
import { dump } from './dump.ts'
import { addAccount, anEngine, syncOnce, useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()
// Ten steps in one listing.
const steps = { pages: { search: 4, list: 4 }, batchItems: 4 }

beforeEach(async () => {
  if (aws.fleet.things.size === 0) fillFleet(aws.fleet)
  await aws.trouble()
})

test('two workers at once run each pass once and bring what one would', async () => {
  const other = await createTestDatabase()
  const one = createDatabase(other.url)
  const two = createDatabase(other.url)
  await addAccount(one.pool)
  await aws.sync()
  aws.world.counts.reset()
  const signal = new AbortController().signal
  const engines = [anEngine(one.pool, { passes: 3 }), anEngine(two.pool, { passes: 3 })]
  await Promise.all(engines.map((engine) => runOnce(engine, signal)))
  await Promise.all(engines.map((engine) => engine.close()))
  const facts = await dump(one.pool)
  const { rows } = await one.pool.query(
    `SELECT a.collector FROM collection_runs a JOIN collection_runs b ON a.collector = b.collector AND a.id < b.id
       AND a.started_at < b.finished_at AND b.started_at < a.finished_at`,
  )
  await one.close()
  await two.close()
  await other.drop()
  expect(rows).toEqual([])
  expect(facts).toEqual(await dump(aws.pool))
  const { operations } = aws.world.counts.summary()
  expect(operations.DescribeCertificate?.calls).toBe(aws.fleet.certificates.size)
})

test('a worker that falls silent loses its pass to another and stores nothing more', async () => {
  const other = await createTestDatabase()
  const { pool, close } = createDatabase(other.url)
  await addAccount(pool)
  await aws.trouble({ latencyMs: 60 })
  const silent = anEngine(pool, steps)
  const stop = new AbortController()
  await silent.start(stop.signal, { collectors: ['things'] })
  await expect
    .poll(
      async () => (await pool.query(`SELECT 1 FROM collections WHERE collector = 'things' AND seen > 0`)).rows.length,
    )
    .toBe(1)
  // As after a long pause of the whole process: the lease ran out and somebody else may take over.
  await pool.query(`UPDATE collections SET holder = NULL, lease_until = NULL WHERE collector = 'things'`)
  await aws.trouble()
  await syncOnce(pool, { collectors: ['things'] }, steps)
  await silent.close()
  const { rows } = await pool.query(
    `SELECT last_outcome, state, holder, pass, seen FROM collections WHERE collector = 'things'`,
  )
  await close()
  await other.drop()
  expect(rows).toEqual([{ last_outcome: 'ok', state: 'idle', holder: null, pass: 1, seen: aws.fleet.things.size }])
})

test('a pass that was asked for before its time is taken over from a worker that died', async () => {
  const other = await createTestDatabase()
  const { pool, close } = createDatabase(other.url)
  await addAccount(pool)
  await syncOnce(pool, { collectors: ['things'] })
  await pool.query(
    `UPDATE collections SET requested_at = now(), due_at = now() + interval '10 minutes' WHERE collector = 'things'`,
  )
  const what = { collectors: ['things'], after: {}, accounts: null }
  const dead = await claimNext(pool, what, 1)
  await expect.poll(() => claimNext(pool, what, 60_000)).not.toBeNull()
  const { rows } = await pool.query('SELECT holder FROM collections WHERE holder IS NOT NULL')
  await close()
  await other.drop()
  expect(dead?.collector).toBe('things')
  expect(rows).toHaveLength(1)
  expect(rows[0]?.holder).not.toBe(dead?.holder)
})

test('a stopped worker gives its pass back, and the next goes on where it was', async () => {
  const other = await createTestDatabase()
  const { pool, close } = createDatabase(other.url)
  await addAccount(pool)
  await aws.trouble({ latencyMs: 60 })
  const engine = anEngine(pool, steps)
  const stop = new AbortController()
  await engine.start(stop.signal, { collectors: ['things'] })
  await expect
    .poll(
      async () => (await pool.query(`SELECT 1 FROM collections WHERE collector = 'things' AND seen > 0`)).rows.length,
    )
    .toBe(1)
  stop.abort()
  const stoppedAt = Date.now()
  await engine.close()
  expect(Date.now() - stoppedAt).toBeLessThan(5_000)
  const { rows: before } = await pool.query(`SELECT holder, cursor, pass FROM collections WHERE collector = 'things'`)
  expect(before).toEqual([{ holder: null, cursor: { token: expect.any(String) }, pass: 1 }])
  await aws.trouble()
  await syncOnce(pool, { collectors: ['things'] }, steps)
  const { rows } = await pool.query(`SELECT pass, seen, last_outcome FROM collections WHERE collector = 'things'`)
  await close()
  await other.drop()
  expect(rows).toEqual([{ pass: 1, seen: aws.fleet.things.size, last_outcome: 'ok' }])
})

test('the notes of a pass that a crash of the database emptied make it begin again', async () => {
  const other = await createTestDatabase()
  const { pool, close } = createDatabase(other.url)
  await addAccount(pool)
  await aws.trouble({ latencyMs: 60 })
  const engine = anEngine(pool, steps)
  const stop = new AbortController()
  await engine.start(stop.signal, { collectors: ['things'] })
  await expect
    .poll(
      async () => (await pool.query(`SELECT 1 FROM collections WHERE collector = 'things' AND seen > 0`)).rows.length,
    )
    .toBe(1)
  stop.abort()
  await engine.close()
  await pool.query('TRUNCATE pass_keys')
  await aws.trouble()
  await syncOnce(pool, { collectors: ['things'] }, steps)
  const { rows } = await pool.query(
    `SELECT pass, seen, gone, last_outcome, (SELECT count(*) FROM things WHERE gone_at IS NULL) AS things FROM collections WHERE collector = 'things'`,
  )
  await close()
  await other.drop()
  const things = aws.fleet.things.size
  expect(rows).toEqual([{ pass: 2, seen: things, gone: 0, last_outcome: 'ok', things }])
})

test('the quota is shared: two workers together never call faster than it allows', async () => {
  const other = await createTestDatabase()
  const { pool, close } = createDatabase(other.url)
  const second = createDatabase(other.url)
  await addAccount(pool)
  // Twenty times AWS's quotas: quick enough for a test, and still the limit.
  aws.world.quotas.scale = 20
  aws.world.quotas.reset()
  aws.world.counts.reset()
  const pace = { share: 0.9, scale: 20 }
  const engines = [anEngine(pool, { pace }), anEngine(second.pool, { pace })]
  await Promise.all(engines.map((engine) => runOnce(engine, new AbortController().signal)))
  await Promise.all(engines.map((engine) => engine.close()))
  aws.world.quotas.scale = 0
  const { rows } = await pool.query('SELECT slowdown FROM quota_slots WHERE slowdown > 1')
  await second.close()
  await close()
  await other.drop()
  expect(aws.world.counts.summary().total.throttled).toBe(0)
  expect(rows).toEqual([])
})
