import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { peerHeader } from '#server/platform/api/address.ts'
import { answerAheadOfNext } from '#server/web/ahead-of-next.ts'
import { aThing, insert, insertAccount } from '../support/builders.ts'
import { type TestPerson, useWeb } from '../support/web.ts'

const api = useWeb()
const server = http.createServer((_request, response) => response.writeHead(404, { 'x-by': 'next' }).end())
let viewer: TestPerson

beforeAll(async () => {
  viewer = await api.person('viewer')
  await insertAccount(api.database.pool)
  await insert(api.database.pool, 'things', [aThing({ name: 'Zähler-7' })])
  answerAheadOfNext(server, () => api.web)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(() => {
  server.close()
})

test('a list is answered with the headers of every answer, as long as it says', async () => {
  const { status, headers, body } = await get('/api/things?search=%C3%A4hler', {
    authorization: `Bearer ${viewer.token}`,
  })
  expect([status, headers['x-by']]).toEqual([200, undefined])
  expect(JSON.parse(body.toString()).items.map(({ name }: { name: string }) => name)).toEqual(['Zähler-7'])
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': String(body.length),
    vary: 'accept-encoding',
  })
  expect(headers['content-encoding']).toBeUndefined()
})

test('it is zipped for those who take that', async () => {
  const { headers, body } = await get('/api/things', { cookie: viewer.cookie, 'accept-encoding': 'br, gzip;q=0.9' })
  expect(headers['content-encoding']).toBe('gzip')
  expect(JSON.parse(gunzipSync(body).toString()).items).toHaveLength(1)
})

test('strangers are told so', async () => {
  const { status, headers } = await get('/api/certificates', {})
  expect([status, headers['content-type']]).toEqual([401, 'application/problem+json'])
})

test.each(['/', '/api/things/count', '/api/things?limit=0', '/api/things?a[]=1', '//api/things', '/api/things/'])(
  '%s is left to Next',
  async (path) => {
    expect((await get(path, { [peerHeader]: '127.0.0.1' })).headers['x-by']).toBe('next')
  },
)

test('so is what is no plain reading', async () => {
  expect((await get('/api/things', {}, 'HEAD')).headers['x-by']).toBe('next')
  expect((await get('/api/things', {}, 'POST')).headers['x-by']).toBe('next')
  expect((await get('/api/auth/sign-out', {}, 'POST')).headers['x-by']).toBe('next')
  expect((await get('/api/exports/things.csv', {}, 'OPTIONS')).headers['x-by']).toBe('next')
})

test.each([
  ['GET', '/api', 404, undefined],
  ['POST', '/api/events', 405, 'GET'],
  ['DELETE', '/api/exports/response-runs/7.csv', 405, 'GET'],
  ['POST', '/api/openapi.json', 405, 'GET'],
  ['PUT', '/api/auth/sign-out', 405, 'POST'],
  ['PUT', '/api/auth/sign-up', 404, undefined],
  ['PROPFIND', '/api/accounts', 405, 'GET, POST'],
  ['TRACE', '/api/accounts', 405, 'GET, POST'],
  ['TRACE', '/fleet', 405, 'GET, HEAD'],
])('%s %s, which no route takes, is turned down as everything is: %i', async (method, path, status, allow) => {
  const { headers, body, ...answer } = await get(path, {}, method)
  expect([answer.status, headers.allow, headers['content-type']]).toEqual([status, allow, 'application/problem+json'])
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(JSON.parse(body.toString())).toMatchObject({ status })
})

function get(path: string, headers: http.OutgoingHttpHeaders, method = 'GET') {
  const { port } = server.address() as AddressInfo
  return new Promise<{ status: number | undefined; headers: http.IncomingHttpHeaders; body: Buffer }>(
    (resolve, reject) => {
      const request = http.request(
        { host: '127.0.0.1', port, path, headers, method, agent: false },
        async (response) => {
          const chunks: Buffer[] = []
          for await (const chunk of response) chunks.push(chunk)
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) })
        },
      )
      request.once('error', reject).end()
    },
  )
}
