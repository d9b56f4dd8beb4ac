import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { fillFleet } from './sync/a-fleet.ts'
import { dump } from './sync/dump.ts'
import { addAccount, useSyncWorld } from './sync/sync-world.ts'

const aws = useSyncWorld()
const running = new Set<ChildProcess>()

beforeAll(async () => {
  fillFleet(aws.fleet)
  await aws.sync()
})

afterEach(async () => {
  await aws.trouble()
  for (const child of running) child.kill('SIGKILL')
})

/** The worker as it is started in production. */
function startWorker(url: string, variables: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/worker.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      AWS_REGION: 'eu-west-1',
      FLEETWARDEN_QUOTA_SCALE: '0',
      FLEETWARDEN_LEASE_MS: '500',
      FLEETWARDEN_RETRY_BASE_MS: '5',
      ...variables,
    },
    stdio: 'ignore',
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve))

async function withDatabase(work: (database: Database, url: string) => Promise<void>) {
  const created = await createTestDatabase()
  const database = createDatabase(created.url)
  try {
    await work(database, created.url)
  } finally {
    await database.close()
    await created.drop()
  }
}

const one = async (database: Database, sql: string) => (await database.pool.query(sql)).rows[0]?.n

test('killed with SIGKILL in the middle, the next worker ends with the same rows; SIGTERM ends it in order', async () => {
  await withDatabase(async (database, url) => {
    await addAccount(database.pool)
    await aws.trouble({ latencyMs: 250 })
    const first = startWorker(url)
    const described = 'SELECT count(*) AS n FROM certificates WHERE described_at IS NOT NULL'
    await expect
      .poll(() => one(database, 'SELECT count(*) AS n FROM certificates'), { timeout: 30_000, interval: 20 })
      .toBeGreaterThan(0)
    first.kill('SIGKILL')
    await ended(first)
    expect(await one(database, described)).toBeLessThan(aws.fleet.certificates.size)

    await aws.trouble()
    const second = startWorker(url)
    const feeds = `SELECT count(*) AS n FROM collections WHERE state = 'running'
      OR last_success_at IS NULL AND last_outcome IS DISTINCT FROM 'unavailable'`
    await expect
      .poll(async () => [await one(database, described), await one(database, feeds)], { timeout: 30_000 })
      .toEqual([aws.fleet.certificates.size, 0])
    expect(await dump(database.pool)).toEqual(await dump(aws.pool))

    const stopped = ended(second)
    second.kill('SIGTERM')
    expect(await stopped).toBe(0)
    expect(await one(database, 'SELECT count(*) AS n FROM collections WHERE holder IS NOT NULL')).toBe(0)
  })
}, 90_000)

test('with no account it watches the one its credentials belong to, and collects when asked', async () => {
  await withDatabase(async (database, url) => {
    const worker = startWorker(url, { FLEETWARDEN_LEASE_MS: '30000' })
    const things = `SELECT count(*) AS n FROM collections WHERE collector = 'things' AND last_outcome = 'ok'`
    await expect.poll(() => one(database, things), { timeout: 30_000 }).toBe(1)
    const { rows } = await database.pool.query('SELECT aws_account_id, region FROM aws_accounts')
    expect(rows).toEqual([{ aws_account_id: '123456789012', region: 'eu-west-1' }])
    await expect.poll(() => one(database, 'SELECT count(*) AS n FROM fleet_snapshots'), { timeout: 10_000 }).toBe(1)

    const finished = `SELECT extract(epoch FROM last_finished_at)::float8 AS n FROM collections WHERE collector = 'thing-types'`
    await expect.poll(() => one(database, finished), { timeout: 15_000 }).not.toBeNull()
    const before = await one(database, finished)
    await database.pool.query(`UPDATE collections SET requested_at = now() WHERE collector = 'thing-types'`)
    await database.pool.query(`SELECT pg_notify('fleetwarden', '{"type":"wake"}')`)
    await expect.poll(() => one(database, finished), { timeout: 10_000 }).toBeGreaterThan(before)
    worker.kill('SIGKILL')
    await ended(worker)
  })
}, 90_000)
