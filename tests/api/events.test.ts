import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { createListener, tell } from '#server/platform/events.ts'
import { answerEvents } from '#server/web/events.ts'
import { type TestPerson, testUrl, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
let viewer: TestPerson

beforeAll(async () => {
  viewer = await api.person('viewer')
})

const facts = { type: 'facts', account: 1, collector: 'things', changed: 3 } as const

async function follow(as = viewer, listener = api.web.listener) {
  const leaving = new AbortController()
  const request = new Request(toRequest('/api/events', { as }), { signal: leaving.signal })
  const response = await answerEvents({ ...api.web, listener }, request)
  if (!response.body) throw new Error('No stream')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  return { response, leave: () => leaving.abort(), read: () => reader.read().catch(() => ({ done: true, value: '' })) }
}

const listening = async () => {
  for (let n = 0; n < 100; n += 1) {
    const { rowCount } = await api.database.pool.query(
      `select from pg_stat_activity where application_name = 'fleetwarden-events' and query like 'listen%' and datname = current_database()`,
    )
    if (rowCount) return
    await sleep(20)
  }
}

const openStreams = async () => (await api.web.metrics.streams.get()).values[0]?.value

test('a page hears what syncs change, and nothing of what workers tell each other', async () => {
  const { response, read, leave } = await follow()
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
  })
  expect((await read()).value).toBe('retry: 3000\n\n')
  await listening()
  await tell(api.database.pool, { type: 'wake' })
  await api.database.pool.query(`select pg_notify('fleetwarden', 'not json')`)
  await tell(api.database.pool, facts)
  expect((await read()).value).toBe(`data: ${JSON.stringify(facts)}\n\n`)
  expect(await openStreams()).toBe(1)
  leave()
  expect((await read()).done).toBe(true)
  expect(await openStreams()).toBe(0)
})

test('strangers hear nothing', async () => {
  expect((await answerEvents(api.web, new Request(`${testUrl}/api/events`))).status).toBe(401)
})

test('one person has twelve pages at most', async () => {
  const pages = await Promise.all(Array.from({ length: 12 }, () => follow()))
  const request = toRequest('/api/events', { as: viewer })
  expect((await answerEvents(api.web, request)).status).toBe(429)
  for (const { leave } of pages) leave()
  const again = await follow()
  expect(again.response.status).toBe(200)
  again.leave()
})

test.each(['asks for the headers alone', 'has left before the answer'])('one who %s holds no place', async (how) => {
  for (let n = 0; n < 13; n += 1) {
    const request = new Request(
      toRequest('/api/events', { as: viewer, method: how.startsWith('asks') ? 'HEAD' : 'GET' }),
      {
        signal: how.startsWith('asks') ? null : AbortSignal.abort(),
      },
    )
    expect((await answerEvents(api.web, request)).status).toBe(200)
  }
  expect(await openStreams()).toBe(0)
})

test('a lost connection ends the streams, so that pages read anew, and is made again', async () => {
  const { read } = await follow()
  await read()
  await listening()
  await api.database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fleetwarden-events' and datname = current_database()`,
  )
  expect((await read()).done).toBe(true)
  const { read: readAgain, leave } = await follow()
  await readAgain()
  await listening()
  await tell(api.database.pool, facts)
  expect((await readAgain()).value).toContain('"facts"')
  leave()
})

test('a server that stops ends its streams', async () => {
  const listener = createListener(api.database)
  const { read } = await follow(viewer, listener)
  await read()
  await listener.close()
  expect((await read()).done).toBe(true)
})

test('a server that stops tells whoever still asks to come back, and keeps no place', async () => {
  const listener = createListener(api.database)
  await listener.close()
  for (let n = 0; n < 13; n += 1) {
    const { response, read } = await follow(viewer, listener)
    expect(response.status).toBe(200)
    expect((await read()).value).toBe('retry: 3000\n\n')
    expect((await read()).done).toBe(true)
  }
  expect(await openStreams()).toBe(0)
})
