import { beforeEach, expect, test } from 'vitest'
import { beginFacts } from '#server/history/observation.ts'
import { correlate } from '#server/incidents/engine/correlate.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { conflict } from '../incidents/conflicts.ts'
import { useNotices } from './notices-world.ts'

const world = useNotices()
const account = { id: 1, awsAccountId: '123456789012', region: 'eu-west-1' }
const now = new Date('2026-11-02T20:00:00Z')

beforeEach(async () => {
  await world.pool.query(
    'truncate aws_accounts, connection_events, incident_work, incidents, notices restart identity cascade',
  )
  await world.pool.query(
    `insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'Home')`,
  )
})

async function judge(records: readonly ConnectionRecord[], at = now): Promise<void> {
  const tx = await world.pool.connect()
  try {
    await tx.query(beginFacts(account.id))
    await recordConnections({ tx, account, knownSince: null }, records)
    await tx.query('commit')
  } finally {
    tx.release()
  }
  while ((await correlate(world.pool, at, 7)).looked > 0);
}

const notices = async () =>
  (await world.pool.query<{ title: string; path: string }>('select title, path from notices order by id')).rows
const later = (records: readonly ConnectionRecord[], hours: number) =>
  records.map((record) => ({
    ...record,
    key: `${record.key} after ${hours}`,
    at: new Date(record.at.getTime() + hours * 3_600_000),
  }))

test('an incident is told of when it opens and when it comes back, and not while it goes on', async () => {
  const { records } = conflict('same-credential-two-places', 'both', 7)
  await judge(records)
  await judge(later(records, 0.01))
  const { rows } = await world.pool.query(`update incidents set state = 'resolved', resolved_at = last_at returning id`)
  const id = rows[0].id
  const opened = (await notices()).filter(({ title }) => title.includes('opened'))
  expect(opened).toEqual([
    { title: 'Incident 1 opened: device-7, same credential from two places', path: `/incidents/${id}` },
  ])
  await judge(later(records, 3), new Date(now.getTime() + 3 * 3_600_000))
  const back = (await notices()).filter(({ title }) => title.includes('is open again'))
  expect(back.length).toBe(1)
})

test('a storm is told of once; its members, as far as nobody was told yet, are not', async () => {
  const bug = conflict('client-or-sdk-bug', 'info-log', 5)
  await world.pool.query(
    `insert into things (account_id, name, type_name, content_hash) select 1, 'pump-' || n, 'pump', 0 from generate_series(0, 25) n`,
  )
  const wave = Array.from({ length: 26 }, (_, n) =>
    bug.records.map((record) => ({
      ...record,
      clientId: `pump-${n}`,
      key: `${record.key}-${n}`,
      at: new Date(record.at.getTime() + n * 700),
    })),
  )
  for (const records of wave) await judge(records, records.at(-1)?.at)
  expect((await notices()).map(({ title }) => title)).toEqual([
    expect.stringMatching(/^Incident \d+ opened: many things of type pump at once$/),
  ])
})
