import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '#server/platform/db.ts'
import { runOnce } from '#server/sync/once.ts'
import { attachCertificate, attachPolicy, detachPolicy, joinGroup, leaveGroup } from '#simulator/fleet/attachments.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { fillFleet } from './a-fleet.ts'
import { type Dump, dump } from './dump.ts'
import { mortalPool } from './mortal-pool.ts'
import { addAccount, anEngine, cloneDatabase, syncOnce, useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()
// How many statements a sync takes depends a little on the machine: a late death may come too late.
let deaths = 0
const impatient = { leaseMs: 150, recheckMs: 3_600_000 }
const firstSeeds = Array.from({ length: 12 }, (_, index) => index + 1)
const laterSeeds = Array.from({ length: 12 }, (_, index) => index + 101)

/** A fraction that depends on the seed alone (the finalizer of MurmurHash3). */
function fraction(seed: number): number {
  let hash = Math.imul(seed, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** Syncs a copy of `from`, killed at a random statement of `length` and taken over by another worker. */
async function killed(from: string, length: number, seed: number): Promise<Dump> {
  const copy = await cloneDatabase(from)
  const { pool, close } = createDatabase(copy.url)
  try {
    const { pool: mortal, life } = mortalPool(pool, 1 + Math.floor(fraction(seed) * length))
    const engine = anEngine(mortal, impatient)
    await runOnce(engine, AbortSignal.timeout(20_000)).catch(() => undefined)
    await engine.close()
    if (life.dead) deaths++
    await syncOnce(pool, {}, impatient)
    return await dump(pool)
  } finally {
    await close()
    await copy.drop()
  }
}

/** A sync nobody disturbs: what it leaves, and how many statements it took. */
async function undisturbed(from: string): Promise<{ facts: Dump; statements: number }> {
  const copy = await cloneDatabase(from)
  const { pool, close } = createDatabase(copy.url)
  try {
    const { pool: counted, life } = mortalPool(pool)
    await syncOnce(counted, {}, impatient)
    return { facts: await dump(pool), statements: life.statements }
  } finally {
    await close()
    await copy.drop()
  }
}

describe('killed at any point, the next worker ends with the same rows', () => {
  const empty = { url: '', drop: async () => {} }
  const filled = { url: '', drop: async () => {} }
  let built: ReturnType<typeof fillFleet>

  beforeAll(async () => {
    built = fillFleet(aws.fleet, 24)
    Object.assign(empty, await createTestDatabase())
    const { pool, close } = createDatabase(empty.url)
    await addAccount(pool)
    await close()
    Object.assign(filled, await cloneDatabase(empty.url))
    const later = createDatabase(filled.url)
    await syncOnce(later.pool)
    await later.close()
  })
  afterAll(async () => {
    await empty.drop()
    await filled.drop()
  })

  describe('on the first sync', () => {
    let clean: Awaited<ReturnType<typeof undisturbed>>
    beforeAll(async () => {
      clean = await undisturbed(empty.url)
    })
    test.each(firstSeeds)('seed %i', async (seed) => {
      expect(await killed(empty.url, clean.statements * 0.7, seed)).toEqual(clean.facts)
    })
  })

  describe('on a sync that finds changes, each of them is history once', () => {
    let clean: Awaited<ReturnType<typeof undisturbed>>
    beforeAll(async () => {
      change(built)
      clean = await undisturbed(filled.url)
    })
    test('there is history', () => expect(clean.facts.fact_history?.length).toBeGreaterThan(8))
    test.each(laterSeeds)('seed %i', async (seed) => {
      expect(await killed(filled.url, clean.statements * 0.7, seed)).toEqual(clean.facts)
    })
  })

  test('nearly all of them died', () => expect(deaths).toBeGreaterThanOrEqual(20))
})

/** Some of every kind of change. */
function change({ things, loose, policies, spare, groups }: ReturnType<typeof fillFleet>) {
  const [a, b, c, d, e, f] = things
  if (!a || !b || !c || !d || !e || !f) throw new Error('Too few things')
  a.change({ attributes: { serial: 'changed' } })
  attachCertificate(aws.fleet, b, loose('fresh'))
  for (const certificate of c.certificates) certificate.status = 'REVOKED'
  aws.fleet.things.remove(d)
  for (const certificate of e.certificates) {
    attachPolicy(certificate, spare)
    for (const policy of policies) detachPolicy(certificate, policy)
  }
  for (const group of f.groups) leaveGroup(f, group)
  const [top, north] = groups
  if (top) attachPolicy(top, spare)
  if (north) joinGroup(f, north)
  const gone = loose('short-lived')
  aws.fleet.certificates.remove(gone)
  const [oldest] = things.at(-1)?.certificates ?? []
  if (oldest) aws.fleet.certificates.remove(oldest)
}
