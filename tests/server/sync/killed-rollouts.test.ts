import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDatabase } from '#server/platform/db.ts'
import { runOnce } from '#server/sync/once.ts'
import { everythingIndexed, packagesIndexed } from '#simulator/fleet/indexing.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { aCoreDeployment, addCore, addThings, aJob, move, rolloutDump, rolloutFeeds } from './a-rollout.ts'
import { mortalPool } from './mortal-pool.ts'
import { addAccount, anEngine, cloneDatabase, syncOnce, useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()
const wanted = { collectors: rolloutFeeds }
const impatient = { leaseMs: 150, recheckMs: 3_600_000 }
const empty = { url: '', drop: async () => {} }
// How many statements a sync takes depends a little on the machine: a late death may come too late.
let deaths = 0
let clean: { facts: Awaited<ReturnType<typeof rolloutDump>>; statements: number }

beforeAll(async () => {
  aws.fleet.indexing = { ...everythingIndexed(), ...packagesIndexed }
  const things = addThings(aws.fleet, 130)
  for (const thing of things.slice(60)) thing.change({ software: { firmware: '1.1.0' } })
  for (const thing of things.slice(0, 15)) addCore(aws.fleet, thing, { 'com.example.Reader': '1.0.0' })
  const job = aJob(aws.fleet, 'large', things)
  for (const thing of things.slice(0, 20)) move(job, thing, 'FAILED', { reason: 'Disk full' })
  for (const thing of things.slice(20, 90)) move(job, thing, 'SUCCEEDED')
  aJob(aws.fleet, 'small', things.slice(100))
  aCoreDeployment(aws.fleet, 'first', aws.fleet.arn('thing', things[0]?.name ?? ''), { 'com.example.Reader': '1.1.0' })
  Object.assign(empty, await createTestDatabase())
  const { pool, close } = createDatabase(empty.url)
  await addAccount(pool)
  await close()
  clean = await onACopy(async (pool) => {
    const { pool: counted, life } = mortalPool(pool)
    await syncOnce(counted, wanted, impatient)
    return { facts: await rolloutDump(pool), statements: life.statements }
  })
})
afterEach(() => aws.trouble())
afterAll(() => empty.drop())

async function onACopy<Result>(work: (pool: ReturnType<typeof createDatabase>['pool']) => Promise<Result>) {
  const copy = await cloneDatabase(empty.url)
  const { pool, close } = createDatabase(copy.url)
  try {
    return await work(pool)
  } finally {
    await close()
    await copy.drop()
  }
}

test('there is something of everything', () => {
  expect(clean.facts.executions).toHaveLength(161)
  expect(clean.facts.software).toHaveLength(85)
  expect(clean.facts.changes).toHaveLength(85)
})

test.each([0.15, 0.28, 0.4, 0.52, 0.64])(
  'killed after %f of its statements, another worker ends with the same rows',
  async (share) => {
    const facts = await onACopy(async (pool) => {
      const { pool: mortal, life } = mortalPool(pool, Math.floor(clean.statements * share))
      const engine = anEngine(mortal, impatient)
      await runOnce(engine, AbortSignal.timeout(20_000), wanted).catch(() => undefined)
      await engine.close()
      if (life.dead) deaths++
      await syncOnce(pool, wanted, impatient)
      return rolloutDump(pool)
    })
    expect(facts).toEqual(clean.facts)
  },
)

test('nearly all of them died', () => expect(deaths).toBeGreaterThanOrEqual(4))

test('half of all calls throttled, and one in ten failing: nothing is missing', async () => {
  await aws.trouble({ throttleRate: 0.5, errorRate: 0.1 })
  const facts = await onACopy(async (pool) => {
    await syncOnce(pool, wanted, impatient)
    return rolloutDump(pool)
  })
  expect(facts).toEqual(clean.facts)
})
