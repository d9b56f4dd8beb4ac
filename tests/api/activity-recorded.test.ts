import { beforeAll, describe, expect, test } from 'vitest'
import { peerHeader } from '#server/platform/api/address.ts'
import { createRefusalLimit } from '#server/web/refusals.ts'
import { type TestPerson, testPassword, useWeb } from '../support/web.ts'

const api = useWeb()
let admin: TestPerson
let viewer: TestPerson

beforeAll(async () => {
  admin = await api.person('admin')
  viewer = await api.person('viewer')
})

const trail = async (query = '') => (await (await api.call(`/activity?${query}`, { as: admin })).json()).items
const newest = async (query = '') => (await trail(`limit=1&${query}`))[0]
const inFull = async (query = '') => (await api.call(`/activity/${(await newest(query)).id}`, { as: admin })).json()
const signIn = (email: string, password: string, from: string) =>
  api.auth('/sign-in/email', { method: 'POST', body: { email, password }, headers: { [peerHeader]: from } })

describe('signing in', () => {
  test('says who, in which role, from where, in which session', async () => {
    await signIn(viewer.email, testPassword, '127.9.0.1')
    const { rows } = await api.database.pool.query('select id from sessions where ip_address = $1', ['127.9.0.1'])
    expect(await inFull('action=session.started')).toMatchObject({
      actorId: viewer.id,
      actorRole: 'viewer',
      sessionId: rows[0].id,
      tokenId: null,
      ipAddress: '127.9.0.1',
      result: 'ok',
    })
  })

  test('in vain is kept too, as nobody, against the person it was aimed at', async () => {
    await signIn(viewer.email.toUpperCase(), 'not their password', '127.9.0.2')
    expect(await inFull()).toMatchObject({
      action: 'session.not-started',
      actorId: null,
      actorName: 'Somebody',
      subject: viewer.email,
      object: { kind: 'person', id: viewer.id },
      ipAddress: '127.9.0.2',
      result: 'failed',
    })
    await signIn('nobody@example.test', 'not their password', '127.9.0.2')
    expect(await newest()).toMatchObject({
      action: 'session.not-started',
      subject: 'nobody@example.test',
      object: null,
    })
    const { rows } = await api.database.pool.query('select a::text from activity a')
    expect(JSON.stringify(rows)).not.toContain('not their password')
  })

  test('while disabled is a refusal', async () => {
    const gone = await api.person('viewer')
    await api.call(`/people/${gone.id}`, { method: 'PATCH', body: { disabled: true }, as: admin })
    await signIn(gone.email, testPassword, '127.9.0.3')
    expect(await newest()).toMatchObject({ action: 'session.not-started', subject: gone.email, result: 'refused' })
  })

  test('more often than allowed is not kept: that would be a way to fill the trail', async () => {
    const before = (await trail('limit=200')).length
    for (let n = 0; n < 15; n += 1) await signIn(viewer.email, 'a guess, a guess', '127.9.0.4')
    expect((await trail('limit=200')).length - before).toBe(10)
  })

  test('and what is no e-mail address is no attempt', async () => {
    const before = await newest()
    expect((await signIn('hunter2 is my password', 'x', '127.9.0.5')).status).toBe(400)
    expect(await newest()).toEqual(before)
  })
})

test('a wrong password where one is asked for again', async () => {
  const as = await api.person('viewer')
  const body = { currentPassword: 'wrong, quite wrong', newPassword: 'another long password' }
  expect((await api.auth('/change-password', { method: 'POST', body, as })).status).toBe(400)
  expect(await newest()).toMatchObject({ action: 'password.not-changed', actorId: as.id, result: 'failed' })
  await api.auth('/change-password', {
    method: 'POST',
    body: { ...body, newPassword: 'short', currentPassword: testPassword },
    as,
  })
  expect(await newest(), 'a new one that is too short is no attempt').toMatchObject({ action: 'password.not-changed' })
  expect(
    (await api.auth('/two-factor/enable', { method: 'POST', body: { password: 'wrong, quite wrong' }, as })).status,
  ).toBe(400)
  expect(await newest()).toMatchObject({ action: 'two-factor.not-changed', actorId: as.id })
})

describe('a refused attempt', () => {
  test('by role, with a session or a token', async () => {
    const body = { name: 'Mallory', email: 'm@example.test', role: 'admin', password: 'a secret nobody may see' }
    expect((await api.call('/people', { method: 'POST', body, as: viewer })).status).toBe(403)
    expect(await inFull()).toMatchObject({
      action: 'attempt.refused',
      subject: 'POST /people',
      actorId: viewer.id,
      actorRole: 'viewer',
      result: 'refused',
      detail: { path: '/api/people', status: 403, why: 'This needs the role admin; yours is viewer.' },
    })
    await api.call('/people/other', { method: 'PATCH', body: { role: 'admin' }, as: viewer, with: 'token' })
    const token = await inFull()
    expect(token).toMatchObject({ subject: 'PATCH /people/{id}', detail: { path: '/api/people/other' } })
    expect(token.tokenId).toMatch(/^[\da-f-]{36}$/)
  })

  test('by a guard of what was asked', async () => {
    const response = await api.call(`/people/${admin.id}`, { method: 'PATCH', body: { role: 'viewer' }, as: admin })
    expect(response.status).toBe(409)
    expect(await newest()).toMatchObject({
      action: 'attempt.refused',
      detail: { status: 409, why: expect.stringContaining('last admin') },
    })
  })

  test('from another site, in the name of whoever visits it', async () => {
    await api.call(`/people/${viewer.id}`, {
      method: 'PATCH',
      body: { role: 'admin' },
      as: admin,
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(await newest()).toMatchObject({
      action: 'attempt.refused',
      actorId: admin.id,
      detail: { why: expect.stringContaining('another site') },
    })
  })

  test('of a stranger, or one that only asks wrongly, is not kept', async () => {
    const before = await newest()
    expect((await api.call('/people', { method: 'POST', body: {} })).status).toBe(401)
    expect((await api.call('/people', { method: 'POST', body: {}, as: admin })).status).toBe(400)
    expect((await api.call('/things/1/nothing', { as: admin })).status).toBe(404)
    expect(await newest()).toEqual(before)
  })

  test('again and again is counted, not written', async () => {
    const limit = createRefusalLimit()
    const minute = 60_000
    expect([0, 1, 2].map((second) => limit.take('a', 'x', second * 1000))).toEqual([0, null, null])
    expect(limit.take('a', 'y', 3000)).toBe(0)
    expect(limit.take('b', 'x', 3000)).toBe(0)
    expect(limit.take('a', 'x', minute)).toBe(2)
    expect(
      Array.from({ length: 50 }, (_, n) => limit.take('c', String(n), 0)).filter((taken) => taken !== null),
    ).toHaveLength(30)
    expect(limit.take('c', '49', minute)).toBe(0)
  })
})

describe('what changed, from what to what', () => {
  test('a role', async () => {
    const person = await api.person('viewer')
    await api.call(`/people/${person.id}`, { method: 'PATCH', body: { role: 'responder' }, as: admin })
    expect(await inFull()).toMatchObject({
      action: 'person.role-changed',
      object: { kind: 'person', id: person.id, name: person.email },
      before: { role: 'viewer' },
      after: { role: 'responder' },
    })
  })

  test('a token, made and revoked', async () => {
    const body = { name: 'ci', role: 'viewer', expiresInDays: 7 }
    const made = await (await api.call('/me/tokens', { method: 'POST', body, as: viewer })).json()
    const object = { kind: 'token', id: made.id, name: 'ci' }
    expect(await inFull()).toMatchObject({
      action: 'token.created',
      object,
      after: { role: 'viewer', expiresAt: made.expiresAt },
    })
    await api.call(`/me/tokens/${made.id}`, { method: 'DELETE', as: viewer })
    expect(await inFull()).toMatchObject({ action: 'token.revoked', object, actorId: viewer.id })
  })

  test('an account', async () => {
    const body = { name: 'Plant', awsAccountId: '123456789012', region: 'eu-west-1' }
    const { id } = await (await api.call('/accounts', { method: 'POST', body, as: admin })).json()
    await api.call(`/accounts/${id}`, { method: 'PATCH', body: { enabled: false }, as: admin })
    expect(await inFull()).toMatchObject({
      action: 'account.changed',
      object: { kind: 'account', id: '123456789012/eu-west-1', name: 'Plant' },
      before: { enabled: true },
      after: { enabled: false },
    })
  })
})
