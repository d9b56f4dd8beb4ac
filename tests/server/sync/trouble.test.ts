import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { Thing } from '#simulator/fleet/thing.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { fillFleet } from './a-fleet.ts'
import { dump } from './dump.ts'
import { addAccount, syncOnce, useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()
let other: Database
let drop: () => Promise<void>

beforeEach(async () => {
  if (aws.fleet.things.size === 0) {
    fillFleet(aws.fleet, 24)
    await aws.sync()
  }
  const created = await createTestDatabase()
  drop = created.drop
  other = createDatabase(created.url)
  await addAccount(other.pool)
})

afterEach(async () => {
  await aws.trouble()
  await other.close()
  await drop()
})

const outcomes = async () =>
  Object.fromEntries(
    (await other.pool.query('SELECT collector, last_outcome FROM collections')).rows.map((row) => [
      row.collector,
      row.last_outcome,
    ]),
  )
const feed = async (collector: string) =>
  (await other.pool.query('SELECT * FROM collections WHERE collector = $1', [collector])).rows[0]

test('half of all calls throttled: nothing is missing', async () => {
  await aws.trouble({ throttleRate: 0.5 })
  await syncOnce(other.pool)
  expect(await dump(other.pool)).toEqual(await dump(aws.pool))
  expect(new Set(Object.values(await outcomes()))).toEqual(new Set(['ok']))
  expect((await feed('certificate-details')).throttled).toBeGreaterThan(10)
})

test('one call in ten failing: nothing is missing', async () => {
  await aws.trouble({ errorRate: 0.1 })
  await syncOnce(other.pool)
  expect(await dump(other.pool)).toEqual(await dump(aws.pool))
})

test('a denied operation: its collector is not permitted and names the action, the others go on', async () => {
  await aws.trouble({ denied: ['ListPolicies', 'DescribeCertificate'] })
  await syncOnce(other.pool)
  expect(await feed('policies')).toMatchObject({
    last_outcome: 'not-permitted',
    missing_permission: 'iot:ListPolicies',
  })
  expect(await feed('certificate-details')).toMatchObject({
    last_outcome: 'not-permitted',
    missing_permission: 'iot:DescribeCertificate',
  })
  expect((await feed('certificate-details')).calls).toBeLessThan(40)
  expect(await outcomes()).toMatchObject({
    things: 'ok',
    certificates: 'ok',
    'thing-principals': 'ok',
    'policy-targets': 'ok',
  })
  await aws.trouble()
  await syncOnce(other.pool)
  expect(await dump(other.pool, ['fact_history'])).toEqual(await dump(aws.pool, ['fact_history']))
})

test('an operation answered with HTML is unavailable, the others go on', async () => {
  await aws.trouble({ unsupported: ['ListCACertificates', 'ListThingPrincipalsV2', 'SearchIndex'] })
  await syncOnce(other.pool)
  expect(await outcomes()).toMatchObject({
    'ca-certificates': 'unavailable',
    // V1 of the operation and the registry stand in.
    'thing-principals': 'ok',
    things: 'ok',
  })
  const links = 'SELECT count(*)::int AS n FROM thing_certificates'
  expect((await other.pool.query(links)).rows).toEqual(await aws.rows(links))
})

test('validity that AWS leaves out is read from the PEM, and a note says so', async () => {
  await aws.trouble({ missingValidity: true })
  await syncOnce(other.pool)
  const dates = 'SELECT certificate_id, not_before, not_after FROM certificates ORDER BY 1'
  expect((await other.pool.query(dates)).rows).toEqual(await aws.rows(dates))
  const { rows } = await other.pool.query('SELECT DISTINCT note FROM certificates')
  expect(rows).toEqual([{ note: 'AWS gave no validity; the dates are the certificate’s own.' }])
})

test('a token that never ends ends the pass, keeps the facts and marks nothing gone', async () => {
  await syncOnce(other.pool)
  await aws.trouble({ endlessToken: ['ListCertificates', 'SearchIndex'] })
  const before = await dump(other.pool)
  await syncOnce(other.pool)
  expect(await feed('certificates')).toMatchObject({
    last_outcome: 'failed',
    last_error: expect.stringMatching(/never ends/),
  })
  expect(await dump(other.pool)).toEqual(before)
})

test('expired credentials are reported as such, and no fact is lost', async () => {
  await syncOnce(other.pool)
  const before = await dump(other.pool)
  await aws.trouble({ expiredCredentials: true })
  await syncOnce(other.pool)
  expect(new Set(Object.values(await outcomes()))).toEqual(new Set(['credentials']))
  expect(await dump(other.pool)).toEqual(before)
  expect((await feed('things')).missing_permission).toBeNull()
})

test('objects that AWS will not give fail alone', async () => {
  const names = ['throttled-1', 'broken-1']
  const things = names.map(addThing)
  await syncOnce(other.pool, {}, { retry: { baseMs: 1, longestMs: 2, patienceMs: 50, transientRetries: 1 } })
  for (const thing of things) aws.fleet.things.remove(thing)
  expect(await feed('thing-principals')).toMatchObject({
    last_outcome: 'partial',
    failed: 2,
    last_error: expect.stringMatching(/^2 of \d+ could not be read/),
  })
  const { rows } = await other.pool.query(
    'SELECT name, credential_health FROM things WHERE name = ANY($1) ORDER BY 1',
    [names],
  )
  expect(rows).toEqual([
    { name: 'broken-1', credential_health: 'unknown' },
    { name: 'throttled-1', credential_health: 'unknown' },
  ])
})

function addThing(name: string): Thing {
  const thing = new Thing(name, { id: name, attributes: {}, connectivity: undefined, shadow: undefined })
  aws.fleet.things.add(thing)
  return thing
}
