import { expect, test } from 'vitest'
import { takeSnapshots } from '#server/fleet/snapshots.ts'
import { dailyTrends } from '#server/overview/trends.ts'
import { aCertificate, aPresence, aThing, contextAt, insert, insertAccount } from '#tests/support/builders.ts'

const now = new Date('2026-06-01T12:00:00Z')
const at = contextAt(now)

const read = (collector: string) =>
  at.context.database.pool.query(
    `insert into collections (account_id, collector, last_success_at) values (1, $1, now())`,
    [collector],
  )

async function today() {
  await takeSnapshots(at.context.database.pool, now)
  return (await dailyTrends(at.context, {})).at(-1)
}

test('what was never read is a gap in the trend, not nought', async () => {
  const { pool } = at.context.database
  await insertAccount(pool)
  const [thing = 0] = await insert(pool, 'things', [aThing(), aThing()])
  expect(await today()).toMatchObject({ things: null, connected: null, expired: null, expiring: null })
  await read('things')
  expect(await today()).toMatchObject({ things: 2, connected: null, expired: null, expiring: null })
  await insert(pool, 'presence', [aPresence({ thing_row_id: thing, thing_name: 'one', connected: false })])
  expect(await today()).toMatchObject({ things: 2, connected: 0, expired: null })
  await insert(pool, 'certificates', [aCertificate({ not_after: '2026-05-01' })])
  await read('certificates')
  expect(await today()).toMatchObject({ expired: null, expiring: null })
  await read('certificate-details')
  expect(await today()).toMatchObject({ expired: 1, expiring: 0 })
})
