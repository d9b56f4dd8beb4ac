import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventKey } from '#server/incidents/copy-records.ts'
import { parseLifecycleEvent } from '#server/incidents/feeds/lifecycle-event.ts'
import { parseLogRecord } from '#server/incidents/feeds/log-record.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { presenceQueue } from '#simulator/fleet/queues.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { fillFleet } from './a-fleet.ts'
import { addAccount, useSyncWorld } from './sync-world.ts'

// Records arrive late and out of order, as they do.
const aws = useSyncWorld({ feedDelayMs: 1_600 })
const running = new Set<ChildProcess>()
let database: Database
let url: string
let drop: () => Promise<void>

beforeAll(async () => {
  fillFleet(aws.fleet, 12)
  ;({ url, drop } = await createTestDatabase())
  database = createDatabase(url)
  await addAccount(database.pool)
  await control('PUT', 'logging', { logging: { defaultLevel: 'INFO' } })
})

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await control('DELETE', 'conflicts', {})
  await database.close()
  await drop()
})

async function control<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${process.env.AWS_ENDPOINT_URL}/_simulator/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.json() as Promise<Answer>
}

/** The worker as it is started in production. */
function startWorker(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/worker.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      AWS_REGION: 'eu-west-1',
      FLEETWARDEN_QUOTA_SCALE: '0',
      FLEETWARDEN_LEASE_MS: '400',
      FLEETWARDEN_RETRY_BASE_MS: '5',
    },
    stdio: 'ignore',
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

const kept = async () =>
  (
    await database.pool.query<{ feed: string; key: string }>(
      `SELECT feed, replace(event_key::text, '-', '') AS key FROM connection_events WHERE feed IN ('logs', 'lifecycle')`,
    )
  ).rows

/** The tails read on at once, whatever their cadence, and what a dead worker had received can be received again. */
async function hurry() {
  await database.pool.query(
    `UPDATE collections SET due_at = now() WHERE collector IN ('connection-log', 'lifecycle-events') AND due_at > now()`,
  )
  for (const message of aws.fleet.queues.get(presenceQueue)?.messages ?? [])
    message.visibleAt = Math.min(message.visibleAt, Date.now())
}

type Emitted = { records: { kind: 'log' | 'lifecycle'; record: object }[] }

/** What the simulator says that it told, as records. */
async function emitted(): Promise<ConnectionRecord[]> {
  const { records } = await control<Emitted>('GET', 'records?after=0&limit=10000')
  return records.flatMap(({ kind, record }) => {
    const text = JSON.stringify(record)
    return (kind === 'log' ? parseLogRecord(text) : parseLifecycleEvent(text)) ?? []
  })
}

/** A fraction that depends on the seed alone. */
const fraction = (seed: number) => (Math.imul(seed, 0x9e3779b1) >>> 0) / 2 ** 32

test('a worker that is killed again and again loses no record and counts none twice', {
  timeout: 150_000,
}, async () => {
  for (const [cause, thing] of [
    ['same-credential-two-places', 'dev-003'],
    ['second-process', 'dev-004'],
  ]) {
    await control('POST', 'conflicts', { cause, things: [thing], pace: 0.03 })
  }
  let deaths = 0
  let before = 0
  for (let life = 1; life <= 5; life++) {
    const child = startWorker()
    // It lives until it has kept something new, and a moment longer: that is where it is at its next commit.
    for (let waited = 0; waited < 200; waited++) {
      await hurry()
      const { length } = await kept()
      if (length > before) break
      await sleep(60)
    }
    await hurry()
    await sleep(fraction(life) * 250)
    child.kill('SIGKILL')
    const [, signal] = await once(child, 'exit')
    if (signal === 'SIGKILL') deaths++
    before = (await kept()).length
  }
  expect(deaths).toBe(5)
  const takeOvers = async () => (await emitted()).filter(({ feed, duplicate }) => feed === 'logs' && duplicate)
  // A fast machine is through with its lives before much has happened.
  await expect.poll(async () => (await takeOvers()).length, { timeout: 40_000 }).toBeGreaterThan(20)
  await control('DELETE', 'conflicts', {})
  const last = startWorker()
  const told = async () => (await emitted()).map((record) => `${record.feed} ${eventKey(record)}`).sort()
  const got = async () => (await kept()).map(({ feed, key }) => `${feed} ${key}`).sort()
  await expect
    .poll(
      async () => {
        await hurry()
        return (await told()).length - (await got()).length
      },
      { timeout: 40_000, interval: 300 },
    )
    .toBe(0)
  expect(await got()).toEqual(await told())
  const all = await takeOvers()
  const truth = ['dev-003', 'dev-004'].map((client) => ({
    client_id: client,
    kicks: all.filter(({ clientId }) => clientId === client).length,
  }))
  await expect
    .poll(async () => (await database.pool.query('SELECT client_id, kicks FROM incidents ORDER BY client_id')).rows, {
      timeout: 20_000,
      interval: 300,
    })
    .toEqual(truth)
  last.kill('SIGTERM')
  await once(last, 'exit')
})
