import { expect, test } from 'vitest'
import { pruneBehaviours } from '#server/behaviours/prune.ts'
import { insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'

const test_ = useTestDatabase()

test('what no habit is made of any more is forgotten', async () => {
  const { pool } = test_.db
  const account = await insertAccount(pool)
  const now = new Date('2026-11-20T12:00:00Z')
  for (const days of [14, 16])
    await pool.query(
      `insert into metric_windows (account_id, at, device, metric, value)
       values ($1, $2::timestamptz - make_interval(days => $3), 'pump-1', 'aws:all-bytes-out', 1)`,
      [account, now, days],
    )
  await pruneBehaviours(pool, new Date(now.getTime() - 15 * 86_400_000))
  const { rows } = await pool.query('select at from metric_windows')
  expect(rows).toEqual([{ at: new Date('2026-11-06T12:00:00Z') }])
})
