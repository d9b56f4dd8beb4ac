import { beforeAll, describe, expect, test } from 'vitest'
import type { EntryMeta } from '#contract/base.ts'
import { api as contract } from '#contract/index.ts'
import { roles } from '#contract/roles.ts'
import { watchPassword } from '#server/people/overtaken.ts'
import { peerHeader } from '#server/platform/api/address.ts'
import { entriesOf } from '#server/platform/api/routes.ts'
import { answerEvents } from '#server/web/events.ts'
import { answerCertificatesCsv } from '#server/web/exports.ts'
import { localClient } from '#server/web/local.ts'
import { answerOpenApi } from '#server/web/openapi.ts'
import { oneTimeCode } from '../support/e2e-totp.ts'
import { cookieIn, type TestPerson, testPassword, toRequest, useWeb } from '../support/web.ts'

const api = useWeb()
const temporary = 'handed over in person'
const own = 'known to nobody else'
const owed = 'Choose a password of your own first. The one you signed in with is temporary.'
let admin: TestPerson
let addresses = 0

beforeAll(async () => {
  admin = await api.person('admin')
})

const setFor = (id: string, as = admin, by: 'cookie' | 'token' = 'cookie') =>
  api.call(`/people/${id}/password`, { method: 'POST', body: { password: temporary }, as, with: by })
const signIn = (email: string, password: string) =>
  api.auth('/sign-in/email', { method: 'POST', body: { email, password }, headers: fresh() })
const choose = (as: TestPerson | undefined, body: object = { currentPassword: temporary, newPassword: own }) =>
  api.auth('/choose-password', { method: 'POST', body, as, headers: fresh() })
const listed = async (id: string) =>
  (await (await api.call('/people', { as: admin })).json()).find((person: { id: string }) => person.id === id)
const trailOf = async (id: string) =>
  (await api.database.prisma.activity.findMany({ where: { actorId: id }, orderBy: { id: 'asc' } })).map(
    ({ action }) => action,
  )
const expire = (id: string) =>
  api.database.pool.query(`update users set temporary_password_until = now() - interval '1 second' where id = $1`, [id])

// Each asks from an address of their own: attempts are counted by address.
function fresh() {
  addresses += 1
  return { [peerHeader]: `127.9.0.${addresses}` }
}

/** Somebody whose password an admin has just set, signed in with it. */
async function owing(role: TestPerson['role'] = 'viewer'): Promise<TestPerson> {
  const person = await api.person(role)
  expect((await setFor(person.id)).status).toBe(200)
  return { ...person, cookie: cookieIn(await signIn(person.email, temporary)) }
}

describe('with a temporary password', () => {
  test.each(roles)('%s is refused at every address of the API', async (role) => {
    const as = await owing(role)
    for (const { method, path, name, procedure } of entriesOf(contract)) {
      if ((procedure['~orpc'].meta as EntryMeta).role === 'public') continue
      const body = method === 'GET' || method === 'DELETE' ? undefined : {}
      const response = await api.call(path.replace(/\{[^}]+\}/g, '1'), { method, as, body })
      expect([response.status, (await response.json()).detail], name).toEqual([403, owed])
    }
  })

  test('what is not of the contract is refused, too: exports, events, the description', async () => {
    const as = await owing('admin')
    const asked = (path: string) => toRequest(path, { as })
    expect((await answerCertificatesCsv(api.web, asked('/api/exports/certificates.csv'))).status).toBe(403)
    expect((await answerEvents(api.web, asked('/api/events'))).status).toBe(403)
    expect((await answerOpenApi(api.web, asked('/api/openapi.json'))).status).toBe(403)
  })

  test.each([
    ['GET', '/get-session', undefined],
    ['POST', '/change-password', { currentPassword: temporary, newPassword: own }],
    ['POST', '/two-factor/enable', { password: temporary }],
    ['POST', '/two-factor/disable', { password: temporary }],
    ['POST', '/two-factor/generate-backup-codes', { password: temporary }],
    ['POST', '/two-factor/verify-totp', { code: '000000' }],
    ['POST', '/two-factor/verify-backup-code', { code: 'x' }],
  ])('%s %s of the sign-in is refused', async (method, path, body) => {
    const response = await api.auth(path, { method, body, as: await owing(), headers: fresh() })
    expect([response.status, (await response.json()).detail]).toEqual([403, owed])
  })

  test('a page finds out before it shows anything', async () => {
    const as = await owing()
    const client = localClient(api.web, toRequest('/fleet', { as }).headers)
    await expect(client.me.get()).rejects.toMatchObject({ kind: 'password-owed' })
    await expect(client.things.list({})).rejects.toMatchObject({ kind: 'password-owed' })
  })

  test('one can sign out, and tokens made before go on', async () => {
    const as = await owing()
    expect((await api.call('/me', { as, with: 'token' })).status).toBe(200)
    expect((await api.auth('/sign-out', { method: 'POST', as })).status).toBe(200)
    expect((await choose(as)).status).toBe(401)
  })

  test('being turned down is in the trail', async () => {
    const as = await owing()
    await api.call('/people', { as })
    expect((await trailOf(as.id)).at(-1)).toBe('attempt.refused')
  })
})

describe('choosing', () => {
  test('opens the console, ends the other sessions and is in the trail', async () => {
    const one = await owing()
    const other = { ...one, cookie: cookieIn(await signIn(one.email, temporary)) }
    expect(await listed(one.id)).toMatchObject({ password: 'temporary', temporaryPasswordUntil: expect.any(String) })
    const chosen = await choose(one)
    expect([chosen.status, await chosen.json()]).toEqual([200, {}])
    expect((await api.call('/me', { as: one })).status).toBe(200)
    expect((await api.call('/me', { as: other })).status).toBe(401)
    expect(await listed(one.id)).toMatchObject({ password: 'own', temporaryPasswordUntil: null })
    expect((await signIn(one.email, temporary)).status, 'the temporary one').toBe(401)
    expect((await signIn(one.email, own)).status).toBe(200)
    expect(await trailOf(one.id)).toContain('password.chosen')
    const { rows } = await api.database.pool.query('select a::text as entry from activity a')
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${temporary}|${own}`))
  })

  test.each([
    ['the same again', { currentPassword: temporary, newPassword: temporary }, /another password/],
    ['a short one', { currentPassword: temporary, newPassword: 'too short' }, /12 to 128/],
    ['a long one', { currentPassword: temporary, newPassword: 'x'.repeat(129) }, /12 to 128/],
    ['no text', { currentPassword: temporary, newPassword: 7 }, /12 to 128/],
    ['a wrong temporary one', { currentPassword: 'not what was handed over', newPassword: own }, /not the temporary/],
  ])('%s is refused and changes nothing', async (_, body, sentence) => {
    const as = await owing()
    const response = await choose(as, body)
    expect([response.status, (await response.json()).detail]).toEqual([400, expect.stringMatching(sentence)])
    expect((await listed(as.id)).password).toBe('temporary')
    expect((await signIn(as.email, temporary)).status).toBe(200)
  })

  test('the same again in another spelling of Unicode is the same', async () => {
    const person = await api.person('viewer')
    const password = 'caf\u00e9 caf\u00e9 caf\u00e9'
    await api.call(`/people/${person.id}/password`, { method: 'POST', body: { password }, as: admin })
    const as = { ...person, cookie: cookieIn(await signIn(person.email, password)) }
    const body = { currentPassword: password, newPassword: password.normalize('NFD') }
    expect((await choose(as, body)).status).toBe(400)
  })

  test('a wrong temporary password is in the trail, and guessing it is slowed down', async () => {
    const as = await owing()
    const headers = fresh()
    const body = { currentPassword: 'not what was handed over', newPassword: own }
    const statuses = []
    for (let n = 0; n < 6; n += 1)
      statuses.push((await api.auth('/choose-password', { method: 'POST', body, as, headers })).status)
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429])
    expect((await trailOf(as.id)).filter((action) => action === 'password.not-changed')).toHaveLength(5)
  })

  test('strangers, tokens, other sites and those who chose theirs are refused', async () => {
    expect((await choose(undefined)).status).toBe(401)
    const as = await owing()
    const ask = (call: object) =>
      api.auth('/choose-password', {
        ...{ method: 'POST', body: { currentPassword: temporary, newPassword: own }, headers: fresh() },
        ...call,
      })
    expect((await ask({ as, with: 'token' })).status).toBe(401)
    expect((await ask({ as, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await api.auth('/choose-password', { as })).status, 'read').toBe(405)
    expect((await choose(admin, { currentPassword: testPassword, newPassword: own })).status).toBe(409)
  })

  test('of two sessions at once, one chooses', async () => {
    const one = await owing()
    const other = { ...one, cookie: cookieIn(await signIn(one.email, temporary)) }
    const choices = [own, 'the choice of the other']
    const answers = await Promise.all(
      [one, other].map((as, n) => choose(as, { currentPassword: temporary, newPassword: choices[n] })),
    )
    const won = answers.findIndex(({ status }) => status === 200)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect([400, 401, 409]).toContain(answers[1 - won]?.status)
    expect((await signIn(one.email, choices[won] ?? '')).status).toBe(200)
    expect((await signIn(one.email, choices[1 - won] ?? '')).status).toBe(401)
    expect((await trailOf(one.id)).filter((action) => action === 'password.chosen')).toHaveLength(1)
    expect((await api.call('/me', { as: won === 0 ? other : one })).status).toBe(401)
  })

  test('a sign-in that was judged by the password before does not outlive the change', async () => {
    const as = await owing()
    const watch = await watchPassword(api.database, as.email.toUpperCase())
    expect((await choose(as)).status).toBe(200)
    const session = { id: as.id, token: as.id, userId: as.id, expiresAt: new Date(Date.now() + 60_000) }
    await api.database.prisma.session.create({ data: session })
    expect(await watch.endedIfChanged(session.token)).toBe(true)
    expect(await api.database.prisma.session.count({ where: { id: as.id } })).toBe(0)
  })
})

test('with a second factor: the password, the code, and only then a new password', async () => {
  const person = await api.person('approver')
  const post = (path: string, body: object, as: TestPerson) =>
    api.auth(path, { method: 'POST', body, as, headers: fresh() })
  const { totpURI } = await (await post('/two-factor/enable', { password: testPassword }, person)).json()
  const secret = new URL(totpURI).searchParams.get('secret') ?? ''
  const confirmed = await post('/two-factor/verify-totp', { code: oneTimeCode(secret) }, person)
  const trusted = { ...person, cookie: cookieIn(confirmed) }
  expect((await setFor(person.id)).status).toBe(200)
  expect((await api.call('/me', { as: trusted })).status).toBe(401)

  const half = await signIn(person.email, temporary)
  expect(await half.json()).toEqual({ twoFactorRedirect: true })
  const halfway = { ...person, cookie: cookieIn(half) }
  expect((await choose(halfway)).status, 'before the code').toBe(401)
  const code = oneTimeCode(secret, Date.now() + 30_000)
  const through = await post('/two-factor/verify-totp', { code, trustDevice: true }, halfway)
  expect(through.status).toBe(200)
  const as = { ...person, cookie: cookieIn(through) }
  expect((await api.call('/me', { as })).status, 'before the choice').toBe(403)
  expect((await choose(as)).status).toBe(200)
  expect(await (await api.call('/me', { as })).json()).toMatchObject({ twoFactor: true, password: 'own' })
  const where = { value: person.id, identifier: { startsWith: 'trust-device-' } }
  expect(await api.database.prisma.verification.count({ where }), 'browsers that are not asked for a code').toBe(0)
})

describe('a temporary password that nobody used in time', () => {
  test('signs nobody in, says so to those alone who know it, and ends the sessions it began', async () => {
    const as = await owing()
    await expire(as.id)
    expect((await api.call('/me', { as })).status).toBe(401)
    expect((await choose(as)).status).toBe(401)
    const right = await signIn(as.email, temporary)
    expect([right.status, (await right.json()).detail]).toEqual([
      403,
      'This temporary password has expired. Ask an admin.',
    ])
    expect((await signIn(as.email, 'not what was handed over')).status).toBe(401)
    expect((await listed(as.id)).password).toBe('expired')
    expect((await setFor(as.id)).status).toBe(200)
    expect((await signIn(as.email, temporary)).status).toBe(200)
  })

  test('is one of seven days', async () => {
    const before = Date.now()
    const body = { name: 'New', email: 'new@example.test', role: 'viewer', password: temporary }
    const made = await (await api.call('/people', { method: 'POST', body, as: admin })).json()
    expect(made.password).toBe('temporary')
    const days = (Date.parse(made.temporaryPasswordUntil) - before) / 86_400_000
    expect(days).toBeCloseTo(7, 2)
  })
})

describe('an admin who sets a password', () => {
  test('signs the person out everywhere, and it is in the trail', async () => {
    const person = await api.person('responder')
    expect((await setFor(person.id)).status).toBe(200)
    expect((await api.call('/me', { as: person })).status).toBe(401)
    expect((await signIn(person.email, testPassword)).status).toBe(401)
    const [last] = await api.database.prisma.activity.findMany({
      where: { action: 'person.password-set', objectId: person.id },
    })
    expect(last).toMatchObject({ actorId: admin.id, objectName: person.email })
  })

  test('is refused for themselves, for nobody, with a token and with a short one', async () => {
    const person = await api.person('viewer')
    expect((await setFor(admin.id)).status).toBe(409)
    expect((await setFor('nobody')).status).toBe(404)
    expect((await setFor(person.id, admin, 'token')).status).toBe(403)
    const body = { password: 'too short' }
    expect((await api.call(`/people/${person.id}/password`, { method: 'POST', body, as: admin })).status).toBe(400)
    expect((await api.call('/me', { as: person })).status, 'nothing changed').toBe(200)
  })
})

describe('an admin is left who can sign in', () => {
  test('the only one who chose a password is neither demoted nor disabled', async () => {
    const other = await owing('admin')
    const change = (body: object) => api.call(`/people/${admin.id}`, { method: 'PATCH', body, as: admin })
    await api.database.pool.query(`update users set role = 'viewer' where role = 'admin' and id <> all($1)`, [
      [admin.id, other.id],
    ])
    for (const body of [{ role: 'viewer' }, { disabled: true }]) {
      const response = await change(body)
      expect([response.status, (await response.json()).detail]).toEqual([
        409,
        'No other admin has chosen a password yet. One has to, first.',
      ])
    }
    expect((await choose(other)).status).toBe(200)
    expect((await change({ role: 'viewer' })).status).toBe(200)
    const back = { method: 'PATCH', body: { role: 'admin' }, as: other }
    expect((await api.call(`/people/${admin.id}`, back)).status).toBe(200)
  })

  test('of two who set each other a password at once, one keeps theirs', async () => {
    const [one, other] = [await api.person('admin'), await api.person('admin')]
    const answers = await Promise.all([setFor(other.id, one), setFor(one.id, other)])
    expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200])
    const states = [await listed(one.id), await listed(other.id)].map(({ password }) => password)
    expect(states.sort()).toEqual(['own', 'temporary'])
  })
})

test('whoever was here before, or was made by set-up, chose theirs', async () => {
  expect(await listed(admin.id)).toMatchObject({ password: 'own', temporaryPasswordUntil: null })
})

test('a new password of those who chose theirs may not be the old one either', async () => {
  const as = await api.person('viewer')
  const body = { currentPassword: testPassword, newPassword: testPassword }
  const response = await api.auth('/change-password', { method: 'POST', body, as, headers: fresh() })
  expect([response.status, (await response.json()).detail]).toEqual([
    400,
    'Choose another password than the one you have.',
  ])
  expect((await api.call('/me', { as })).status).toBe(200)
})
