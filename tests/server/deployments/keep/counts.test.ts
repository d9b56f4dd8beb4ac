import { beforeAll, expect, test } from 'vitest'
import { recordCounts } from '#server/deployments/keep/counts.ts'
import type { Observation } from '#server/history/observation.ts'
import { inTransaction } from '#server/platform/db.ts'
import { insertAccount } from '../../../support/builders.ts'
import { useTestDatabase } from '../../../support/database.ts'
import { insertDeployment } from '../../../support/deployments.ts'

const database = useTestDatabase()
const none = { queued: 0, inProgress: 0, succeeded: 0, failed: 0, timedOut: 0, rejected: 0, removed: 0, canceled: 0 }
const october = '2026-10-03T08:00:00.000Z'

beforeAll(async () => {
  await insertAccount(database.db.pool)
})

const count = (id: string, counts: Partial<typeof none>, running: boolean) =>
  inTransaction(database.db.pool, (tx) =>
    recordCounts({ tx } as Observation, [{ id: Number(id), counts: { ...none, ...counts }, running }]),
  )
const changedAt = async (id: string) => {
  const { rows } = await database.db.pool.query('select counts_changed_at as at from deployments where id = $1', [id])
  return rows[0]?.at?.toISOString() ?? null
}

test.each([
  ['over, and AWS says when', { completed_at: october, aws_updated_at: '2026-10-09' }, october],
  ['over, and AWS says when it changed', { aws_updated_at: october }, october],
  ['over, and nothing says when', {}, null],
])('what is seen first is no change: %s', async (_, row, at) => {
  const id = await insertDeployment(database.db.pool, { aws_status: 'COMPLETED', ...row })
  expect(await count(id, { failed: 2 }, false)).toBe(1)
  expect(await changedAt(id)).toBe(at)
})

test('of what runs, only a change that was seen is one', async () => {
  const id = await insertDeployment(database.db.pool, { aws_updated_at: october })
  await count(id, { queued: 2 }, true)
  expect(await changedAt(id)).toBeNull()
  await count(id, { queued: 2 }, true)
  expect(await changedAt(id)).toBeNull()
  await count(id, { queued: 1, succeeded: 1 }, true)
  expect(Date.now() - Date.parse((await changedAt(id)) ?? '')).toBeLessThan(60_000)
})
