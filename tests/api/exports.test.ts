import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { seedDemo } from '#server/accounts/demo.ts'
import { answerCertificatesCsv, answerThingsCsv } from '#server/web/exports.ts'
import { createSlots } from '#server/web/slots.ts'
import { type TestPerson, testUrl, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
let viewer: TestPerson
const rows = 100_000

beforeAll(async () => {
  viewer = await api.person('viewer')
  await seedDemo(api.database)
  await api.database.pool.query(
    `insert into things (account_id, name, content_hash) select 1, 'thing-' || n, n from generate_series(1, ${rows}) n`,
  )
})

const ask = (query = '', as = viewer) => answerThingsCsv(api.web, toRequest(`/api/exports/things.csv${query}`, { as }))
const busy = () => api.database.pool.totalCount - api.database.pool.idleCount

test('exactly the filter, as a file of today', async () => {
  const response = await ask('?search=thing-4242')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="things-\d{4}-\d\d-\d\d\.csv"$/)
  const lines = (await response.text()).trim().split(/\r?\n/)
  expect(lines).toHaveLength(1 + 11)
  expect(busy()).toBe(0)
})

test('the trail says who took what', async () => {
  await (await ask('?search=thing-1')).text()
  const { items } = await (await api.call('/activity?action=exported&limit=1', { as: viewer })).json()
  expect(items[0]).toMatchObject({ actorId: viewer.id, subject: 'things', detail: { search: 'thing-1' } })
})

test('strangers get nothing, and a filter has to be one', async () => {
  expect((await answerThingsCsv(api.web, new Request(`${testUrl}/api/exports/things.csv`))).status).toBe(401)
  expect((await ask('?presence=maybe')).status).toBe(400)
  const request = toRequest('/api/exports/certificates.csv?status=ACTIVE', { as: viewer })
  const response = await answerCertificatesCsv(api.web, request)
  expect(response.status).toBe(200)
  await response.body?.cancel()
})

test.each(['cancels', 'disconnects'])('a reader that %s in the middle gives the connection back', async (how) => {
  const leaving = new AbortController()
  const request = new Request(toRequest('/api/exports/things.csv', { as: viewer }), { signal: leaving.signal })
  const reader = (await answerThingsCsv(api.web, request)).body?.getReader()
  await reader?.read()
  expect(busy()).toBe(1)
  if (how === 'cancels') await reader?.cancel()
  else leaving.abort()
  for (let n = 0; n < 100 && busy() > 0; n += 1) await sleep(20)
  expect(busy()).toBe(0)
})

test('a reader that leaves before it begins holds nothing', async () => {
  const leaving = new AbortController()
  const request = new Request(toRequest('/api/exports/things.csv', { as: viewer }), { signal: leaving.signal })
  const response = await answerThingsCsv(api.web, request)
  leaving.abort()
  await response.body?.cancel()
  for (let n = 0; n < 100 && busy() > 0; n += 1) await sleep(20)
  expect(busy()).toBe(0)
})

test('a reader that is slow holds the query back, not the rows in memory', async () => {
  const response = await ask()
  const reader = response.body?.getReader()
  await reader?.read()
  await sleep(300)
  let most = 0
  let total = 0
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    most = Math.max(most, chunk.value.byteLength)
    total += chunk.value.byteLength
  }
  expect(total).toBeGreaterThan(rows * 30)
  expect(most).toBeLessThan(1024 * 1024)
})

test.each(['asks for the headers alone', 'has left before the answer', 'never reads'])(
  'one who %s holds no connection',
  async (how) => {
    const request = new Request(
      toRequest('/api/exports/things.csv', { as: viewer, method: how.startsWith('asks') ? 'HEAD' : 'GET' }),
      { signal: how.startsWith('has') ? AbortSignal.abort() : null },
    )
    const response = await answerThingsCsv(api.web, request)
    expect(response.status).toBe(200)
    await sleep(100)
    expect(busy()).toBe(0)
    if (how === 'never reads') await response.body?.cancel()
    const next = await ask('?search=thing-4242')
    expect(next.status, 'nor a place').toBe(200)
    await next.body?.cancel()
  },
)

test('exports leave most connections to others, and each person may have two', async () => {
  const other = await api.person('viewer')
  const web = { ...api.web, exports: createSlots({ all: 3, each: 2 }) }
  const begin = (as: TestPerson) => answerThingsCsv(web, toRequest('/api/exports/things.csv', { as }))
  const [first, second, third] = [await begin(viewer), await begin(viewer), await begin(viewer)]
  expect([first.status, second.status, third.status]).toEqual([200, 200, 429])
  expect(third.headers.get('content-type')).toBe('application/problem+json')
  const theirs = await begin(other)
  expect([theirs.status, (await begin(other)).status]).toEqual([200, 429])
  for (const { body } of [first, second, theirs]) await body?.cancel()
  expect((await begin(other)).status).toBe(200)
})
