import { beforeAll, describe, expect, test } from 'vitest'
import { peerHeader } from '#server/platform/api/address.ts'
import { answerApi } from '#server/web/api.ts'
import { type TestPerson, testUrl, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
let admin: TestPerson
let viewer: TestPerson

beforeAll(async () => {
  admin = await api.person('admin')
  viewer = await api.person('viewer')
})

const account = { awsAccountId: '111122223333', region: 'eu-west-1', name: 'One' }

describe('each status', () => {
  test('200 with the headers every answer carries', async () => {
    const { status, headers } = await api.call('/accounts', { as: viewer })
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': 'application/json',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
    })
  })

  test('201, then 409 for the same account again', async () => {
    const create = () => api.call('/accounts', { method: 'POST', body: account, as: admin })
    expect((await create()).status).toBe(201)
    const again = await create()
    expect(again.status).toBe(409)
    expect(await again.json()).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'This account and Region is watched already.',
    })
  })

  test('400 names the fields', async () => {
    const body = { ...account, awsAccountId: '12', region: 'Ireland' }
    const response = await api.call('/accounts', { method: 'POST', body, as: admin })
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect((await response.json()).errors).toEqual([
      { path: 'awsAccountId', message: 'An AWS account id has 12 digits' },
      { path: 'region', message: 'A Region such as eu-west-1' },
    ])
  })

  test('400 for a body that is not what its type says', async () => {
    expect((await api.call('/accounts', { method: 'POST', body: '{"name":', as: admin })).status).toBe(400)
  })

  test.each(['rubbish', 'W10', 'bnVsbA', Buffer.from('["x"]').toString('base64url'), '%00'])(
    '400 for the made-up cursor %s',
    async (cursor) => {
      for (const list of ['/activity', '/things', '/certificates', '/policies']) {
        const response = await api.call(`${list}?cursor=${encodeURIComponent(cursor)}`, { as: viewer })
        expect(response.status, list).toBe(400)
      }
    },
  )

  test('401 and 403 come before the input is looked at', async () => {
    expect((await api.call('/accounts', { method: 'POST', body: {} })).status).toBe(401)
    expect((await api.call('/accounts', { method: 'POST', body: {}, as: viewer })).status).toBe(403)
  })

  test("404 for what is not there: an address, an account, somebody else's token", async () => {
    expect((await api.call('/nothing', { as: admin })).status).toBe(404)
    expect((await api.call('/accounts/999', { method: 'PATCH', body: { name: 'x' }, as: admin })).status).toBe(404)
    expect((await api.call('/me/tokens/not-a-uuid', { method: 'DELETE', as: admin })).status).toBe(404)
    const [token] = await (await api.call('/me/tokens', { as: viewer })).json()
    expect((await api.call(`/me/tokens/${token.id}`, { method: 'DELETE', as: admin })).status).toBe(404)
  })

  test('405 says which methods there are', async () => {
    const response = await api.call('/accounts', { method: 'PUT', body: {}, as: admin })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, POST')
  })

  test('413 by what it says and by what it is', async () => {
    const big = JSON.stringify({ ...account, name: 'x'.repeat(300 * 1024) })
    expect((await api.call('/accounts', { method: 'POST', body: big, as: admin })).status).toBe(413)
    const stream = new Blob([big]).stream()
    const headers = toRequest('/api/accounts', { method: 'POST', body: {}, as: admin }).headers
    const request = new Request(`${testUrl}/api/accounts`, {
      method: 'POST',
      headers,
      body: stream,
      duplex: 'half',
    } as RequestInit)
    expect((await answerApi(api.web, request)).status).toBe(413)
  })

  test.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    '415 for %s, which another site could send',
    async (type) => {
      const headers = { 'content-type': type }
      const response = await api.call('/accounts', { method: 'POST', body: 'name=x', headers, as: admin })
      expect(response.status).toBe(415)
    },
  )

  test('HEAD is GET without the body', async () => {
    const response = await api.call('/me', { method: 'HEAD', as: viewer })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  test('500 shows nothing but where to look', async () => {
    const broken = { ...api.web, database: { ...api.database, prisma: {} as never } }
    const request = toRequest('/api/accounts', { as: viewer, headers: { 'x-request-id': 'my-request-1' } })
    const response = await answerApi(broken, request)
    expect(response.headers.get('x-request-id')).toBe('my-request-1')
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Something went wrong',
      status: 500,
      detail: "The server's log has more, under request my-request-1.",
      requestId: 'my-request-1',
    })
  })
})

describe('a command with a cookie comes from our own pages', () => {
  const from = (headers: Record<string, string>, as = viewer) =>
    answerApi(
      api.web,
      new Request(`${testUrl}/api/me/views`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          host: 'console.test',
          [peerHeader]: '127.0.0.1',
          cookie: as.cookie,
          ...headers,
        },
        body: JSON.stringify({ page: 'fleet', name: 'mine', query: '' }),
      }),
    )

  test.each<[string, Record<string, string>, number]>([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 201],
    ['our own page, over plain http', { origin: testUrl }, 201],
    ['our own page, by another name of ours', { origin: 'http://10.0.0.1:3000', host: '10.0.0.1:3000' }, 201],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: testUrl }, 403],
    ['another site of the same domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site, over plain http', { origin: 'http://evil.test' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['who knows', {}, 403],
  ])('%s', async (_, headers, status) => {
    expect((await from(headers)).status).toBe(status)
  })

  test('a token comes from anywhere', async () => {
    const headers = { cookie: '', authorization: `Bearer ${viewer.token}`, origin: 'http://elsewhere.test' }
    expect((await from(headers)).status).toBe(201)
  })

  test('nor can another site claim the set-up, which needs no cookie', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const body = { token: 'x', name: 'x', email: 'x@example.test', password: 'long enough for it' }
    expect((await api.call('/setup', { method: 'POST', body, headers })).status).toBe(403)
  })
})
