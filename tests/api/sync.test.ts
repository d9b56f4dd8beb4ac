import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { seedDemo } from '#server/accounts/demo.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { workerSilentSince } from '#server/sync/worker-seen.ts'
import { type TestPerson, useWeb } from '../support/web.ts'

const api = useWeb()
let responder: TestPerson
let admin: TestPerson

beforeAll(async () => {
  await seedDemo(api.database)
  await seedDemo(api.database)
  admin = await api.person('admin')
  responder = await api.person('responder')
})

const heard = async (ask: () => Promise<Response>) => {
  const client = new pg.Client({ connectionString: api.database.pool.options.connectionString })
  await client.connect()
  await client.query('listen fleetwarden')
  const told: string[] = []
  client.on('notification', ({ payload }) => told.push(payload ?? ''))
  const response = await ask()
  await client.query('select 1')
  await client.end()
  return { response, told }
}

test('the demo has its accounts and people once, however often it is seeded', async () => {
  const accounts = await (await api.call('/accounts', { as: responder })).json()
  expect(
    accounts.map(({ name, hasExternalId }: { name: string; hasExternalId: boolean }) => [name, hasExternalId]),
  ).toEqual([
    ['Demo production', false],
    ['Demo second account', true],
  ])
  expect(await api.database.prisma.user.count({ where: { email: { endsWith: '@fleetwarden.example' } } })).toBe(4)
})

test('before its first pass every feed of every account is shown as never read', async () => {
  const feeds = await (await api.call('/sync/feeds', { as: responder })).json()
  expect(feeds).toHaveLength(2 * Object.keys(feedKinds).length)
  expect(feeds[0]).toMatchObject({ account: 1, state: 'never', pass: null, lastSuccessAt: null })
})

test('asking for a sync marks the feeds and wakes the workers, when it is committed', async () => {
  const collector = 'things'
  const { response, told } = await heard(() =>
    api.call('/sync/requests', { method: 'POST', body: { collector }, as: responder }),
  )
  expect([response.status, await response.json()]).toEqual([202, { requested: 2 }])
  expect(told).toEqual(['{"type":"wake"}'])
  const all = await api.call('/sync/requests', { method: 'POST', body: { account: 1 }, as: responder })
  expect(await all.json()).toEqual({ requested: Object.keys(feedKinds).length })
  expect(await api.database.prisma.collection.count({ where: { requestedAt: null } })).toBe(0)
})

test('there is nothing to ask for beyond what is watched', async () => {
  const ask = (body: object) => api.call('/sync/requests', { method: 'POST', body, as: responder })
  expect((await ask({ collector: 'no-such' })).status).toBe(400)
  expect((await ask({ account: 99 })).status).toBe(404)
  await api.call('/accounts/2', { method: 'PATCH', body: { enabled: false }, as: admin })
  expect((await ask({ account: 2 })).status).toBe(404)
  const feeds = await (await api.call('/sync/feeds', { as: responder })).json()
  expect(feeds.every(({ account }: { account: number }) => account === 1)).toBe(true)
  const { response, told } = await heard(() =>
    api.call('/accounts/2', { method: 'PATCH', body: { enabled: true }, as: admin }),
  )
  expect([response.status, told]).toEqual([200, ['{"type":"wake"}']])
})

test('how an account is reached can change; its external id is in no answer and not in the trail', async () => {
  const body = { name: 'Renamed', externalId: 'a-shared-secret' }
  const changed = await api.call('/accounts/1', { method: 'PATCH', body, as: admin })
  expect(await changed.json()).toMatchObject({ name: 'Renamed', hasExternalId: true })
  const { items } = await (await api.call('/activity?action=account.changed&limit=1', { as: admin })).json()
  expect(items[0].detail).toEqual({ name: 'Renamed', externalId: 'changed' })
})

test('a running pass shows its pace and its end', async () => {
  await api.database.pool.query(
    `update collections set state = 'running', pass_started_at = now() - interval '10 seconds', calls = 50, calls_expected = 150,
       lease_until = now() + interval '30 seconds'
     where account_id = 1 and collector = 'things'`,
  )
  const feeds = await (await api.call('/sync/feeds?account=1', { as: responder })).json()
  const { state, running, pass } = feeds.find(({ collector }: { collector: string }) => collector === 'things')
  expect([state, running]).toEqual(['running', true])
  expect(pass.callsPerSecond).toBeCloseTo(5, 0)
  expect(pass.etaS).toBeGreaterThanOrEqual(19)
  expect(pass.etaS).toBeLessThanOrEqual(22)
})

test('no worker is said to be silent before one has been seen, nor right after a start; afterwards since when', async () => {
  const { database } = api
  const seen = new Date('2026-11-20T10:00:00Z')
  const after = (seconds: number) => ({ database, now: new Date(seen.getTime() + seconds * 1000) })
  expect(await workerSilentSince(after(600), 600_000)).toBeNull()
  await database.pool.query('create schema graphile_worker')
  await database.pool.query(
    'create table graphile_worker._private_known_crontabs (known_since timestamptz, last_execution timestamptz)',
  )
  await database.pool.query('insert into graphile_worker._private_known_crontabs values ($1, $1), ($1, null)', [seen])
  expect(await workerSilentSince(after(100), 600_000)).toBeNull()
  expect(await workerSilentSince(after(140), 600_000)).toEqual(seen)
  expect(await workerSilentSince(after(140), 100_000)).toBeNull()
  const said = await (await api.call('/sync/worker', { as: responder })).json()
  expect(said).toEqual({ silentSince: null })
})
