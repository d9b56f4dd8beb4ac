import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Drill, Incident, IncidentSummary } from '#contract/incidents.ts'
import { beginFacts } from '#server/history/observation.ts'
import { correlate } from '#server/incidents/engine/correlate.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import { conflict } from '../server/incidents/conflicts.ts'
import { useIncidents } from './incidents-world.ts'

// The desk and the engine on one database: what people say and what records say must not undo each other.
const world = useIncidents()
const minute = 60_000
const { records } = conflict('same-credential-two-places', 'both', 7)
const others = conflict('second-process', 'both', 11).records
const firstAt = Math.min(...records.map(({ at }) => at.getTime()))
let account: { id: number; awsAccountId: string; region: string }

beforeAll(async () => {
  const { rows } = await world.pool.query(
    'select id, aws_account_id as "awsAccountId", region from aws_accounts order by id limit 1',
  )
  account = rows[0]
})
beforeEach(async () => {
  await world.pool.query('truncate connection_events, incident_work, incidents, drills cascade')
})

/** The same records so many minutes from now, as records of their own. */
const from = (minutes: number, which = records, start = firstAt): ConnectionRecord[] =>
  which.map((record) => ({
    ...record,
    key: `${record.key} ${minutes}`,
    session: record.session && `${record.session} ${minutes}`,
    at: new Date(record.at.getTime() - start + Date.now() + minutes * minute),
  }))

async function arrive(what: readonly ConnectionRecord[], at = Math.max(...what.map((one) => one.at.getTime()))) {
  const tx = await world.pool.connect()
  try {
    await tx.query(beginFacts(account.id))
    await recordConnections({ tx, account, knownSince: null }, what)
    await tx.query('commit')
  } finally {
    tx.release()
  }
  await judge(at)
}

async function judge(at = Date.now()) {
  for (let looked = 1; looked > 0; ) looked = (await correlate(world.pool, new Date(at))).looked
}

async function only(query = ''): Promise<Incident> {
  const response = await world.call(`/incidents?${query}`, { as: world.of('viewer') })
  const { items }: { items: IncidentSummary[] } = await response.json()
  expect(items).toHaveLength(1)
  return world.get(items[0]?.id ?? '')
}

test('the severity that a person gave stands while records come; what the rules say is kept and comes back', async () => {
  await arrive(from(-600))
  const { id, severity: judged } = await only()
  await world.change(id, { severity: { to: 'info', reason: 'A test rig' } })
  await arrive(from(-580))
  expect(await world.get(id)).toMatchObject({ severity: 'info', severityNote: 'A test rig' })
  await world.change(id, { severity: { to: null, reason: 'It went live' } })
  expect((await world.get(id)).severity).toBe(judged)
  await judge()
  expect(await world.get(id)).toMatchObject({ severity: judged, severityBy: null })
})

test('what was resolved is open again when the conflict comes back, and not for records of before', async () => {
  await arrive(from(-600))
  const { id } = await only()
  await world.change(id, { state: 'resolved' })
  await arrive(from(-590))
  expect(await world.get(id)).toMatchObject({ state: 'resolved', reopened: 0 })
  await arrive(from(60))
  expect(await world.get(id)).toMatchObject({ state: 'new', reopened: 1 })
})

test('what was dismissed stays so until its time is over', async () => {
  await arrive(from(-600))
  const { id } = await only()
  await world.post(`/incidents/${id}/dismissal`, { reason: 'A load test', days: 2 })
  await arrive(from(60))
  expect((await world.get(id)).state).toBe('dismissed')
  await arrive(from(3 * 24 * 60))
  expect(await world.get(id)).toMatchObject({ state: 'new', reopened: 1 })
})

test('a joined conflict that goes on opens the incident it was joined to', async () => {
  const start = Math.min(...others.map(({ at }) => at.getTime()))
  await arrive([...from(-600), ...from(-600, others, start)])
  const { items } = await (await world.call('/incidents', { as: world.of('viewer') })).json()
  const [parent, child] = items.map(({ id }: IncidentSummary) => id)
  await world.post(`/incidents/${parent}/merge`, { other: child })
  await world.change(parent, { state: 'resolved' })
  const { clientId } = await world.get(child)
  const more = clientId === records[0]?.clientId ? from(60) : from(60, others, start)
  await arrive(more)
  expect(await world.get(parent)).toMatchObject({ state: 'new', reopened: 1, active: true })
  expect(await world.get(child)).toMatchObject({ state: 'merged', mergedInto: parent })
})

test('records of an exercise make an incident apart, beside a real one of the same client ID', async () => {
  await arrive(from(-600))
  await world.pool.query(
    `insert into drills (account_id, scenario, state, client_ids, by_id, by_name, started_at, ends_at)
     values (1, 'second-process', 'running', $1, 'p', 'Pat', now() - interval '1 minute', now() + interval '1 hour')`,
    [[records[0]?.clientId]],
  )
  await arrive(from(0))
  const real = await only()
  const practice = await only('drill=true')
  expect(practice).toMatchObject({ drill: true, clientId: real.clientId })
  expect(practice.id).not.toBe(real.id)
  const [drill]: Drill[] = await (await world.call('/drills', { as: world.of('viewer') })).json()
  const { id, number } = practice
  const times = { openedAt: expect.stringMatching(/Z$/), acknowledgedAt: null, containedAt: null, resolvedAt: null }
  expect(drill?.incident).toEqual({ id, number, state: 'new', ...times })
  await world.change(id, { state: 'triaged' })
  const [again]: Drill[] = await (await world.call('/drills', { as: world.of('viewer') })).json()
  expect(again?.incident).toMatchObject({ state: 'triaged', acknowledgedAt: expect.stringMatching(/Z$/) })
  const figures = await (await world.call('/incidents/figures', { as: world.of('viewer') })).json()
  expect(figures).toMatchObject({ open: 1, exercises: [{ id: practice.id, scenario: 'second-process', by: 'Pat' }] })
})

type Page = { items: { key?: string; title?: string }[]; nextCursor: string | null }
const read = async (path: string) => (await world.call(path, { as: world.of('viewer') })).json()

test('its page draws and lists the records it rests on', async () => {
  const arrived = from(-600)
  await arrive(arrived)
  const { id, kicks } = await only()
  const charts = await (await world.call(`/incidents/${id}/charts`, { as: world.of('viewer') })).json()
  expect(charts).toMatchObject({ cut: false })
  expect(charts.lanes).toHaveLength(2)
  expect(charts.perMinute.reduce((sum: number, bar: { kicks: number }) => sum + bar.kicks, 0)).toBe(kicks)
  const keys: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await read(`/incidents/${id}/events?limit=7&cursor=${cursor}`)
    keys.push(...page.items.map(({ key }) => String(key)))
    cursor = page.nextCursor
  }
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.length).toBeGreaterThanOrEqual(kicks)
  const titles: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await read(`/incidents/${id}/timeline?limit=1&cursor=${cursor}`)
    titles.push(...page.items.map(({ title }) => String(title)))
    cursor = page.nextCursor
  }
  expect(titles).toEqual([expect.stringMatching(/^Opened/), 'The first take-over'])
})
