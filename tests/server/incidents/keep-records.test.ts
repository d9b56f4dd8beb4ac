import { expect, test } from 'vitest'
import { recordConnections } from '#server/incidents/ingest.ts'
import { keepRecords } from '#server/incidents/keep-records.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { useTestDatabase } from '#tests/support/database.ts'

const base = useTestDatabase()
const now = new Date('2026-11-20T12:00:00Z')

const add = (at: string) =>
  base.db.pool.query(
    `INSERT INTO connection_events (account_id, at, event_key, kind, client_id, duplicate, feed)
     VALUES (1, $1, gen_random_uuid(), 'connect', 'pump', false, 'logs')`,
    [at],
  )
const account = { id: 1, awsAccountId: '123456789012', region: 'eu-west-1' }
const aRecord = (key: string, at: Date): ConnectionRecord => ({
  ...{
    key,
    at,
    kind: 'disconnect',
    clientId: 'pump',
    principal: null,
    sourceIp: null,
    sourcePort: 65_535,
    reason: null,
  },
  ...{ duplicate: true, session: null, version: 7, feed: 'logs' },
})

const whereIs = async () =>
  (
    await base.db.pool.query<{ part: string; at: Date }>(
      'SELECT tableoid::regclass::text AS part, at FROM connection_events ORDER BY at',
    )
  ).rows.map(({ part, at }) => [part, at.toISOString().slice(0, 10)])

test('days are made ahead, old ones go, and what fell in between is kept as long as any', async () => {
  await add('2026-11-19T23:59:59.999Z')
  await add('2026-08-01T00:00:00Z')
  expect(await keepRecords(base.db.pool, now, 90)).toBe(17)
  await add('2026-11-20T00:00:00Z')
  await add('2026-11-19T12:00:00Z')
  expect(await whereIs()).toEqual([
    ['connection_events_rest', '2026-11-19'],
    ['connection_events_rest', '2026-11-19'],
    ['connection_events_20261120', '2026-11-20'],
  ])
  expect(await keepRecords(base.db.pool, now, 90)).toBe(0)
  await keepRecords(base.db.pool, new Date('2027-02-18T12:00:00Z'), 90)
  expect(await whereIs()).toEqual([['connection_events_20261120', '2026-11-20']])
  await keepRecords(base.db.pool, new Date('2027-02-19T12:00:00Z'), 90)
  expect(await whereIs()).toEqual([])
})

test('records of several days are each kept once, whichever day they belong to', async () => {
  const { pool } = base.db
  await keepRecords(pool, now, 90)
  const records = ['2026-11-02', '2026-11-18', '2026-11-19', '2026-11-20'].flatMap((day) =>
    [1, 2, 3].map((n) => aRecord(`${day} ${n}`, new Date(`${day}T0${n}:00:00.${n}23Z`))),
  )
  const keep = (some: ConnectionRecord[]) =>
    inTransaction(pool, (tx) => recordConnections({ tx, account, knownSince: null }, some))
  expect(await keep(records.slice(3, 9))).toEqual({ added: 6 })
  expect(await keep(records.toReversed())).toEqual({ added: 6 })
  expect(await keep([...records, ...records])).toEqual({ added: 0 })
  const odd = { ...aRecord('odd', now), clientId: 'tab\t, line\nand \\N', reason: '\\N', sourceIp: 'größe 温度' }
  await keep([odd])
  const { rows } = await pool.query(
    `SELECT client_id AS "clientId", reason, source_ip AS "sourceIp", source_port AS "sourcePort", version::int, session
     FROM connection_events WHERE at = $1`,
    [now],
  )
  const { clientId, reason, sourceIp, sourcePort, version, session } = odd
  expect(rows).toEqual([{ clientId, reason, sourceIp, sourcePort, version, session }])
})

test('nobody lets go of a week', async () => {
  await expect(base.db.pool.query(`SELECT keep_event_partitions('2026-11-20', 3)`)).rejects.toThrow(/a week at least/)
})
