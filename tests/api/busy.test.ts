import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { answerApi } from '#server/web/api.ts'
import { answerEvents } from '#server/web/events.ts'
import type { Web } from '#server/web/process.ts'
import { type TestPerson, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
let viewer: TestPerson
let database: Database

beforeAll(async () => {
  viewer = await api.person('viewer')
  const patience = { connectionMs: 2_000, statementMs: 300 }
  database = createDatabase(api.database.pool.options.connectionString ?? '', { connections: 2, patience })
})

afterAll(() => database.close())

const ask = (path: string, web: Web = { ...api.web, database }) =>
  answerApi(web, toRequest(`/api${path}`, { as: viewer }))

async function isBusy(response: Response) {
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ detail: 'The database is busy or away. Try again in a moment.' })
}

describe('nobody waits forever', () => {
  test('when every connection is taken', async () => {
    const taken = [await database.pool.connect(), await database.pool.connect()]
    for (const path of ['/accounts', '/things', '/overview', '/me']) await isBusy(await ask(path))
    await isBusy(await answerEvents({ ...api.web, database }, toRequest('/api/events', { as: viewer })))
    for (const client of taken) client.release()
    expect((await ask('/accounts')).status).toBe(200)
  })

  test('when a read does not end', async () => {
    const holder = await api.database.pool.connect()
    try {
      await holder.query('begin; lock table aws_accounts in access exclusive mode')
      for (const path of ['/accounts', '/things']) await isBusy(await ask(path))
    } finally {
      await holder.query('rollback')
      holder.release()
    }
    expect((await ask('/things')).status).toBe(200)
  })

  test('when the database is away', async () => {
    const away = createDatabase('postgresql://nobody@127.0.0.1:1/none', {
      patience: { connectionMs: 300, statementMs: 300 },
    })
    await isBusy(await ask('/accounts', { ...api.web, database: away }))
    // Who is asking was found out before, from a session; what is asked of Prisma is told by Prisma's codes.
    const half = { ...away, pool: api.database.pool }
    await isBusy(await ask('/accounts', { ...api.web, database: half }))
    await away.close()
  })
})

test('someone who leaves while sending is no error of ours', async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{'))
      controller.error(new Error('aborted'))
    },
  })
  const { headers, url } = toRequest('/api/me/views', { method: 'POST', body: {}, as: viewer })
  const request = new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  expect((await answerApi(api.web, request)).status).toBe(400)
})
