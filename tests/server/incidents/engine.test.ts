import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { beginFacts } from '#server/history/observation.ts'
import { correlate } from '#server/incidents/engine/correlate.ts'
import { quieten } from '#server/incidents/engine/quieten.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { useTestDatabase } from '#tests/support/database.ts'
import { conflict } from './conflicts.ts'

const base = useTestDatabase()
const account = { id: 1, awsAccountId: '123456789012', region: 'eu-west-1' }
const now = new Date('2026-11-02T20:00:00Z')

beforeEach(async () => {
  const { pool } = base.db
  await pool.query(
    'TRUNCATE aws_accounts, connection_events, incident_work, incidents, notices RESTART IDENTITY CASCADE',
  )
  await pool.query(
    `INSERT INTO aws_accounts (aws_account_id, region, name) VALUES ('123456789012', 'eu-west-1', 'Home')`,
  )
})

async function ingest(records: readonly ConnectionRecord[]): Promise<number> {
  const tx = await base.db.pool.connect()
  try {
    await tx.query(beginFacts(account.id))
    const { added } = await recordConnections({ tx, account, knownSince: null }, records)
    await tx.query('COMMIT')
    return added
  } finally {
    tx.release()
  }
}

async function judgeAll(at = now) {
  let looked = 0
  for (let one = -1; one !== 0; looked += one) one = (await correlate(base.db.pool, at, 7)).looked
  return looked
}

type Row = Record<string, unknown>
const stands = async () =>
  (
    await base.db.pool.query<Row>(
      `SELECT client_id, state, cause, confidence, severity, kicks, first_at, last_at, sides, evidence, reopened, active,
         (SELECT to_jsonb(c) - 'incident_id' FROM incident_charts c WHERE c.incident_id = incidents.id) AS chart
       FROM incidents ORDER BY client_id, opened_at`,
    )
  ).rows

const cloned = conflict('same-credential-two-places', 'both', 7)
const other = conflict('two-credentials-one-client-id', 'info-log', 8)
const benign = conflict('benign', 'both', 9)

describe('records become incidents', () => {
  test('one for each client ID in conflict, none for who only reconnects', async () => {
    await ingest([...cloned.records, ...other.records, ...benign.records])
    await judgeAll()
    expect((await stands()).map(({ client_id, cause }) => [client_id, cause])).toEqual([
      ['device-7', 'same-credential-two-places'],
      ['device-8', 'two-credentials-one-client-id'],
    ])
  })

  test('a record that comes again is kept once and changes nothing', async () => {
    expect(await ingest(cloned.records)).toBe(cloned.records.length)
    await judgeAll()
    const before = await stands()
    expect(await ingest([...cloned.records].reverse())).toBe(0)
    expect(await judgeAll()).toBe(0)
    expect(await stands()).toEqual(before)
  })

  test('order and batches change nothing', async () => {
    await ingest([...cloned.records, ...other.records])
    await judgeAll()
    const expected = await stands()
    const all = [...cloned.records, ...other.records]
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.integer({ min: 3, max: 40 }),
        async (records, size) => {
          await base.db.pool.query('TRUNCATE connection_events, incident_work, incidents CASCADE')
          for (let from = 0; from < records.length; from += size) {
            await ingest(records.slice(from, from + size))
            await judgeAll()
          }
          expect(await stands()).toEqual(expected)
        },
      ),
      { numRuns: 12 },
    )
  })

  test('two workers at once come to the same', async () => {
    await ingest([...cloned.records, ...other.records])
    await Promise.all([judgeAll(), judgeAll(), judgeAll()])
    expect(await stands()).toHaveLength(2)
  })
})

describe('what people decided, and what data makes of it', () => {
  const later = (records: readonly ConnectionRecord[], hours: number) =>
    records.map((record) => ({
      ...record,
      key: `${record.key} again`,
      at: new Date(record.at.getTime() + hours * 3_600_000),
    }))
  const decide = (state: string, column: string) =>
    base.db.pool.query(`UPDATE incidents SET state = $1, ${column} = last_at + interval '1 minute'`, [state])

  test.each([
    ['resolved', 'resolved_at', 'new'],
    ['closed', 'closed_at', 'new'],
    ['contained', 'contained_at', 'triaged'],
  ])('what was %s and goes on is open again', async (state, column, becomes) => {
    await ingest(cloned.records)
    await judgeAll()
    await decide(state, column)
    await ingest(later(cloned.records, 3))
    await judgeAll()
    expect(await stands()).toMatchObject([{ state: becomes, reopened: 1 }])
  })

  test('what was dismissed stays so until it becomes worse or the time is over', async () => {
    await ingest(cloned.records)
    await judgeAll()
    await base.db.pool.query(`UPDATE incidents SET state = 'dismissed', dismissed_until = '2027-01-01'`)
    await ingest(later(cloned.records, 1))
    await judgeAll()
    expect(await stands()).toMatchObject([{ state: 'dismissed', reopened: 0 }])
    await base.db.pool.query(`UPDATE incidents SET dismissed_until = '2026-11-02'`)
    await ingest(later(later(cloned.records, 1), 1))
    await judgeAll()
    expect(await stands()).toMatchObject([{ state: 'new', reopened: 1 }])
  })

  test('a severity that somebody gave stands', async () => {
    await ingest(cloned.records)
    await judgeAll()
    await base.db.pool.query(`UPDATE incidents SET severity = 'info', severity_by_id = 'me', severity_by_name = 'Me'`)
    await ingest(later(cloned.records, 1))
    await judgeAll()
    expect(await stands()).toMatchObject([{ severity: 'info' }])
  })

  test('silence makes it quiet, not resolved', async () => {
    await ingest(cloned.records)
    await judgeAll(new Date(Math.max(...cloned.records.map(({ at }) => at.getTime()))))
    expect(await stands()).toMatchObject([{ active: true, state: 'new' }])
    expect(await quieten(base.db.pool, now)).toBe(1)
    expect(await stands()).toMatchObject([{ active: false, state: 'new' }])
  })
})

async function wave(prefix: string): Promise<void> {
  const bug = conflict('client-or-sdk-bug', 'info-log', 5)
  const devices = Array.from({ length: 26 }, (_, n) =>
    bug.records.map((record) => ({
      ...record,
      clientId: `${prefix}-${n}`,
      key: `${record.key}-${prefix}-${n}`,
      at: new Date(record.at.getTime() + n * 700),
    })),
  )
  await base.db.pool.query(
    `INSERT INTO things (account_id, name, type_name, content_hash) SELECT 1, $1 || '-' || n, 'pump', 0 FROM generate_series(0, 25) n`,
    [prefix],
  )
  for (const records of devices) {
    await ingest(records)
    await judgeAll(records.at(-1)?.at)
  }
}

const chartsTell = `SELECT i.kicks, (SELECT sum((b ->> 1)::int)::int FROM jsonb_array_elements(c.bars) b) AS drawn,
    jsonb_array_length(c.lanes) AS lanes, c.cut FROM incidents i JOIN incident_charts c ON c.incident_id = i.id`

test('of a client ID with more records than are read, every take-over is counted once, whichever feeds told of it', async () => {
  const from = Date.parse('2026-11-02T10:00:00Z')
  const kicks = Array.from({ length: 3_000 }, (_, n): ConnectionRecord[] => {
    const one = { ...cloned.records[0], at: new Date(from + n * 5_000), kind: 'disconnect', duplicate: true } as const
    const side = {
      clientId: 'busy',
      principal: 'p',
      sourceIp: `192.0.2.${n % 2}`,
      sourcePort: 1,
      session: null,
      version: null,
    }
    return [
      { ...one, ...side, key: `log ${n}`, feed: 'logs', reason: 'DUPLICATE_CLIENT_ID' },
      { ...one, ...side, key: `event ${n}`, feed: 'lifecycle', reason: 'DUPLICATE_CLIENTID' },
    ]
  }).flat()
  await ingest(kicks)
  await judgeAll()
  const { rows } = await base.db.pool.query(chartsTell)
  expect(rows).toEqual([{ kicks: 3_000, drawn: 3_000, lanes: 2, cut: true }])
})

test('many of one type at once are one incident', async () => {
  const { pool } = base.db
  await wave('pump')
  const { rows } = await pool.query<Row>(
    `SELECT state, cause, member_count, storm_key, drill FROM incidents WHERE state <> 'merged'`,
  )
  expect(rows).toEqual([
    { state: 'new', cause: 'client-or-sdk-bug', member_count: 26, storm_key: 'type pump', drill: null },
  ])
  const charts = await pool.query<{ kicks: number }>(`${chartsTell} WHERE i.storm_key IS NOT NULL`)
  expect(charts.rows).toEqual([{ kicks: expect.any(Number), drawn: charts.rows[0]?.kicks, lanes: 20, cut: true }])
})

test('an exercise of many is one exercise, apart from a real storm of the same type', async () => {
  const { pool } = base.db
  await pool.query(
    `INSERT INTO drills (account_id, scenario, state, client_ids, by_id, by_name, started_at, ends_at)
     SELECT 1, 'client-or-sdk-bug', 'over', array_agg('drilled-' || n), 'p', 'Pat', '2026-11-01', '2026-11-03'
     FROM generate_series(0, 25) n`,
  )
  await wave('drilled')
  const open = async () =>
    (
      await pool.query<Row>(
        `SELECT id, member_count, drill, drill_by FROM incidents WHERE state <> 'merged' ORDER BY drill NULLS LAST`,
      )
    ).rows
  expect(await open()).toMatchObject([{ member_count: 26, drill: 'client-or-sdk-bug', drill_by: 'Pat' }])
  const told = await pool.query('SELECT drill FROM notices WHERE path = $1', [`/incidents/${(await open())[0]?.id}`])
  expect(told.rows).toEqual([{ drill: true }])
  const alone = conflict('client-or-sdk-bug', 'info-log', 5).records
  await pool.query(`INSERT INTO things (account_id, name, type_name, content_hash) VALUES (1, 'beside', 'pump', 0)`)
  await ingest(alone.map((record) => ({ ...record, clientId: 'beside', key: `${record.key}-beside` })))
  await judgeAll(alone.at(-1)?.at)
  const beside = await pool.query<Row>(`SELECT cause, drill FROM incidents WHERE client_id = 'beside'`)
  expect(beside.rows[0]?.drill).toBeNull()
  expect(beside.rows[0]?.cause, 'no exercise decides on what is real').not.toBe('client-or-sdk-bug')
  await pool.query(`DELETE FROM incidents WHERE client_id = 'beside'`)
  await wave('pump')
  const both = await open()
  expect(both).toMatchObject([
    { member_count: 26, drill: 'client-or-sdk-bug' },
    { member_count: 26, drill: null },
  ])
  const mixed = await pool.query(
    `SELECT 1 FROM incidents m JOIN incidents s ON s.id = m.merged_into WHERE (m.drill IS NULL) <> (s.drill IS NULL)`,
  )
  expect(mixed.rows).toEqual([])
})
