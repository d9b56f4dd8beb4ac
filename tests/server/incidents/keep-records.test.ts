import { expect, test } from 'vitest'
import { keepRecords } from '#server/incidents/keep-records.ts'
import { useTestDatabase } from '#tests/support/database.ts'

const base = useTestDatabase()
const now = new Date('2026-11-20T12:00:00Z')

const add = (at: string) =>
  base.db.pool.query(
    `INSERT INTO connection_events (account_id, at, event_key, kind, client_id, duplicate, feed)
     VALUES (1, $1, gen_random_uuid(), 'connect', 'pump', false, 'logs')`,
    [at],
  )
const whereIs = async () =>
  (
    await base.db.pool.query<{ part: string; at: Date }>(
      'SELECT tableoid::regclass::text AS part, at FROM connection_events ORDER BY at',
    )
  ).rows.map(({ part, at }) => [part, at.toISOString().slice(0, 10)])

test('days are made ahead, old ones go, and what fell in between is kept as long as any', async () => {
  await add('2026-11-19T23:59:59.999Z')
  await add('2026-08-01T00:00:00Z')
  expect(await keepRecords(base.db.pool, now)).toBe(17)
  await add('2026-11-20T00:00:00Z')
  await add('2026-11-19T12:00:00Z')
  expect(await whereIs()).toEqual([
    ['connection_events_rest', '2026-11-19'],
    ['connection_events_rest', '2026-11-19'],
    ['connection_events_20261120', '2026-11-20'],
  ])
  expect(await keepRecords(base.db.pool, now)).toBe(0)
  await keepRecords(base.db.pool, new Date('2027-02-18T12:00:00Z'))
  expect(await whereIs()).toEqual([['connection_events_20261120', '2026-11-20']])
  await keepRecords(base.db.pool, new Date('2027-02-19T12:00:00Z'))
  expect(await whereIs()).toEqual([])
})

test('nobody lets go of a week', async () => {
  await expect(base.db.pool.query(`SELECT keep_event_partitions('2026-11-20', 3)`)).rejects.toThrow(/a week at least/)
})
