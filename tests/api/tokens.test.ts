import { beforeAll, expect, test } from 'vitest'
import { type TestPerson, useWeb } from '../support/web.ts'

const api = useWeb()
let admin: TestPerson

beforeAll(async () => {
  admin = await api.person('admin')
})

const create = (as: TestPerson, role: string, expiresInDays: number | null = 7) =>
  api.call('/me/tokens', { method: 'POST', body: { name: 'ci', role, expiresInDays }, as })

const me = (token: string) => api.call('/me', { with: 'token', headers: { authorization: `Bearer ${token}` } })

test('a token may do what its role says, its secret is shown once and kept nowhere', async () => {
  const made = await (await create(admin, 'viewer')).json()
  expect(made).toMatchObject({ name: 'ci', role: 'viewer', prefix: made.secret.slice(0, 9), lastUsedAt: null })
  expect(await (await me(made.secret)).json()).toMatchObject({ id: admin.id, role: 'viewer' })
  const listed = await (await api.call('/me/tokens', { as: admin })).text()
  expect(listed).not.toContain(made.secret)
  const { rows } = await api.database.pool.query(
    'select t::text from api_tokens t union all select a::text from activity a',
  )
  expect(JSON.stringify(rows)).not.toContain(made.secret)
})

test('a token is never stronger than its person, then and now', async () => {
  const responder = await api.person('responder')
  expect((await create(responder, 'admin')).status).toBe(403)
  const { secret } = await (await create(responder, 'responder')).json()
  await api.call(`/people/${responder.id}`, { method: 'PATCH', body: { role: 'viewer' }, as: admin })
  expect(await (await me(secret)).json()).toMatchObject({ role: 'viewer' })
})

test('a token makes no tokens', async () => {
  const response = await api.call('/me/tokens', {
    method: 'POST',
    body: { name: 'child', role: 'viewer', expiresInDays: null },
    as: admin,
    with: 'token',
  })
  expect(response.status).toBe(403)
})

test('a token signs nobody out and revokes itself alone: whoever finds a weak one cannot lock its owner out', async () => {
  const [own, other] = [await (await create(admin, 'viewer')).json(), await (await create(admin, 'viewer')).json()]
  const remove = async (path: string) =>
    (await api.call(path, { method: 'DELETE', with: 'token', headers: { authorization: `Bearer ${own.secret}` } }))
      .status
  const [session] = await (await api.call('/me/sessions', { as: admin })).json()
  expect(await remove(`/me/sessions/${session.id}`)).toBe(403)
  expect(await remove(`/me/tokens/${other.id}`)).toBe(403)
  expect((await api.call('/me', { as: admin })).status).toBe(200)
  expect(await remove(`/me/tokens/${own.id}`)).toBe(200)
  expect((await me(own.secret)).status).toBe(401)
})

test('revoked, expired or made up, it opens nothing, and no cookie beside it helps', async () => {
  const { id, secret } = await (await create(admin, 'viewer')).json()
  const expired = await (await create(admin, 'viewer')).json()
  await api.database.pool.query(`update api_tokens set expires_at = now() - interval '1 second' where id = $1`, [
    expired.id,
  ])
  expect((await api.call(`/me/tokens/${id}`, { method: 'DELETE', as: admin })).status).toBe(200)
  expect((await api.call(`/me/tokens/${id}`, { method: 'DELETE', as: admin })).status, 'again').toBe(200)
  for (const token of [secret, expired.secret, `fw_${'a'.repeat(43)}`, 'x', '']) {
    const headers = { authorization: `Bearer ${token}`, cookie: admin.cookie }
    const answer = await api.call('/me', { headers })
    expect(answer.status, token).toBe(401)
    expect((await answer.json()).detail).toMatch(/^This API token is not accepted/)
  }
})

test('when it was used is written once a minute at most', async () => {
  const { id, secret } = await (await create(admin, 'viewer')).json()
  const used = async () => {
    await me(secret)
    return (await api.database.prisma.apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt
  }
  const first = await used()
  expect(first).not.toBeNull()
  expect(await used()).toEqual(first)
  await api.database.pool.query(`update api_tokens set last_used_at = now() - interval '2 minutes' where id = $1`, [id])
  expect(await used()).not.toEqual(first)
})

test('a disabled person loses sessions and tokens at once, and cannot sign in', async () => {
  const viewer = await api.person('viewer')
  await api.call(`/people/${viewer.id}`, { method: 'PATCH', body: { disabled: true }, as: admin })
  expect((await api.call('/me', { as: viewer })).status).toBe(401)
  expect((await api.call('/me', { as: viewer, with: 'token' })).status).toBe(401)
  const body = { email: viewer.email, password: 'correct horse battery' }
  const response = await api.auth('/sign-in/email', { method: 'POST', body })
  expect([response.status, (await response.json()).detail]).toEqual([403, 'This account is disabled. Ask an admin.'])
  await api.call(`/people/${viewer.id}`, { method: 'PATCH', body: { disabled: false }, as: admin })
  expect((await api.call('/me', { as: viewer, with: 'token' })).status, 'revoked for good').toBe(401)
})
