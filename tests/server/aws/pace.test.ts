import { expect, test } from 'vitest'
import { sharedPacer } from '#server/aws/pace.ts'
import { createDatabase } from '#server/platform/db.ts'
import { useTestDatabase } from '#tests/support/database.ts'

const database = useTestDatabase()
const where = { awsAccountId: '123456789012', region: 'eu-west-1' }

/** When each of `count` calls was let go, in ms, with `workers` asking at once through pacers of their own. */
async function starts(count: number, workers: number, operation: string, pace: { share: number; scale: number }) {
  const { pool, close } = createDatabase(database.url)
  const signal = new AbortController().signal
  const from = performance.now()
  const at: number[] = []
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const pacer = sharedPacer(pool, where, pace)
      await Promise.all(
        Array.from({ length: count / workers }, async () => {
          await pacer.turn(operation, signal)
          at.push(performance.now() - from)
        }),
      )
    }),
  )
  await close()
  return at.sort((a, b) => a - b)
}

test('two workers together start no more than the quota allows in any second', async () => {
  // ListThings: ten a second, times ten, half of it: fifty.
  const at = await starts(60, 2, 'ListThings', { share: 0.5, scale: 10 })
  for (const [index, start] of at.entries()) {
    const inSecond = at.filter((other, place) => place >= index && other < start + 1000).length
    expect(inSecond).toBeLessThanOrEqual(53)
  }
  expect(at.at(-1)).toBeGreaterThan(1_100)
})

test('what is not used in time is lost, not saved up', async () => {
  const [first, second] = await starts(2, 1, 'DescribeCertificate', { share: 1, scale: 1 })
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(80)
})

test('operations that AWS counts together wait together', async () => {
  const { pool, close } = createDatabase(database.url)
  const pacer = sharedPacer(pool, where, { share: 0.5, scale: 1 })
  const signal = new AbortController().signal
  const from = performance.now()
  const operations = ['ListCoreDevices', 'GetDeployment', 'ListInstalledComponents', 'ListEffectiveDeployments']
  await Promise.all([...operations, ...operations, ...operations].map((operation) => pacer.turn(operation, signal)))
  // Half of thirty a second: twelve take eleven steps.
  expect(performance.now() - from).toBeGreaterThan(650)
  await pacer.slowDown('GetDeployment')
  const { rows } = await pool.query(
    `SELECT operation, slowdown FROM quota_slots WHERE slowdown > 1 OR operation = 'greengrass'`,
  )
  await close()
  expect(rows).toEqual([{ operation: 'greengrass', slowdown: 2 }])
})

test('throttled anyway: everyone slows down', async () => {
  const { pool, close } = createDatabase(database.url)
  const pacer = sharedPacer(pool, where, { share: 1, scale: 1 })
  const signal = new AbortController().signal
  await pacer.turn('SearchIndex', signal)
  await pacer.slowDown('SearchIndex')
  await pacer.slowDown('SearchIndex')
  const { rows } = await pool.query(`SELECT slowdown FROM quota_slots WHERE operation = 'SearchIndex'`)
  await close()
  // The second came within the same second: one throttling, told twice.
  expect(rows).toEqual([{ slowdown: 2 }])
})

test('unpaced: nothing waits and nothing is written', async () => {
  const { pool, close } = createDatabase(database.url)
  const pacer = sharedPacer(pool, where, { share: 1, scale: 0 })
  const from = performance.now()
  for (let call = 0; call < 1000; call++) await pacer.turn('ListPolicies', new AbortController().signal)
  expect(performance.now() - from).toBeLessThan(200)
  const { rows } = await pool.query(`SELECT 1 FROM quota_slots WHERE operation = 'ListPolicies'`)
  await close()
  expect(rows).toEqual([])
})
