import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { peerHeader } from '#server/platform/api/address.ts'
import { cookieIn, type TestPerson, testPassword, useWeb } from '../support/web.ts'

const api = useWeb()
const password = testPassword

const post = (path: string, body: object, as?: TestPerson, headers?: Record<string, string>) =>
  api.auth(path, { method: 'POST', body, as, headers })

// A code is good for one use, so that each use takes that of another half minute; those beside the present one are good, too.
const codeFor = (totpURI: string, halfMinutesOn = 0) =>
  totp(base32(new URL(totpURI).searchParams.get('secret') ?? ''), halfMinutesOn)

test('with a second factor, the password alone signs nobody in; a code or a backup code does, once', async () => {
  const person = await api.person('approver')
  expect((await post('/two-factor/enable', { password: 'wrong password' }, person)).status).toBe(400)
  const { totpURI, backupCodes } = await (await post('/two-factor/enable', { password }, person)).json()
  expect((await (await api.call('/me', { as: person })).json()).twoFactor, 'until a code proves it').toBe(false)
  const first = codeFor(totpURI)
  const confirmed = await post('/two-factor/verify-totp', { code: first }, person)
  const enabled = { ...person, cookie: cookieIn(confirmed) }
  expect((await (await api.call('/me', { as: enabled })).json()).twoFactor).toBe(true)

  const halfway = async (from: string) => {
    const half = await post('/sign-in/email', { email: person.email, password }, undefined, { [peerHeader]: from })
    expect(await half.json()).toEqual({ twoFactorRedirect: true })
    const as = { ...person, cookie: cookieIn(half) }
    expect((await api.call('/me', { as })).status).toBe(401)
    return as
  }
  const half = await halfway('127.1.0.1')
  expect((await post('/two-factor/verify-totp', { code: '000000' }, half)).status).toBe(401)
  const replayed = await post('/two-factor/verify-totp', { code: first }, half)
  expect([replayed.status, (await replayed.json()).detail]).toEqual([
    401,
    'That code was used already. Wait for the next one.',
  ])
  const fresh = codeFor(totpURI, 1)
  const [one, two] = [await halfway('127.1.0.4'), await halfway('127.1.0.5')]
  const raced = await Promise.all(
    [one, two].map((as) => post('/two-factor/verify-totp', { code: fresh, trustDevice: true }, as)),
  )
  expect(raced.map(({ status }) => status).sort(), 'of two at once, one').toEqual([200, 401])
  const done = raced.find(({ status }) => status === 200) as Response
  expect((await api.call('/me', { as: { ...person, cookie: cookieIn(done) } })).status).toBe(200)

  const backup = await post('/two-factor/verify-backup-code', { code: backupCodes[0] }, await halfway('127.1.0.2'))
  expect(backup.status).toBe(200)
  const again = await post('/two-factor/verify-backup-code', { code: backupCodes[0] }, await halfway('127.1.0.3'))
  expect(again.status).toBe(401)

  const as = { ...person, cookie: cookieIn(backup) }
  const where = { value: person.id, identifier: { startsWith: 'trust-device-' } }
  expect(await api.database.prisma.verification.count({ where })).toBe(1)
  expect((await post('/two-factor/disable', { password }, as)).status).toBe(200)
  expect(await api.database.prisma.verification.count({ where }), 'browsers that are not asked for a code').toBe(0)
  const trail = await (await api.call(`/activity?actor=${person.id}`, { as: await api.person('viewer') })).json()
  const actions = trail.items.map(({ action }: { action: string }) => action).reverse()
  // Of the two at once, either was written first.
  expect([...actions.slice(0, 5), ...actions.slice(5, 7).sort(), ...actions.slice(7)]).toEqual([
    'session.started',
    'two-factor.not-changed',
    'two-factor.enabled',
    'two-factor.code-refused',
    'two-factor.code-refused',
    ...['session.started', 'two-factor.code-refused'],
    'session.started-by-backup-code',
    'two-factor.code-refused',
    'two-factor.disabled',
  ])
})

test('guessing a password is slowed down for one address, and written where every process sees it', async () => {
  const { email } = await api.person('viewer')
  const guess = (from: string) =>
    post('/sign-in/email', { email, password: 'a guess, a guess' }, undefined, { [peerHeader]: from })
  const answers = []
  for (let n = 0; n < 12; n += 1) answers.push((await guess('127.2.0.1')).status)
  expect(answers).toEqual([...Array(10).fill(401), 429, 429])
  expect((await guess('127.2.0.2')).status).toBe(401)
  const forged = await post('/sign-in/email', { email, password: 'a guess, a guess' }, undefined, {
    [peerHeader]: '127.2.0.1',
    'x-forwarded-for': '8.8.8.8',
    'x-fleetwarden-address': '8.8.4.4',
  })
  expect(forged.status, 'headers a client invents change nothing').toBe(429)
  expect(forged.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(await api.database.prisma.rateLimit.count({ where: { key: { contains: '127.2.0.1' } } })).toBe(1)
})

test.each([
  ['POST', '/sign-up/email'],
  ['POST', '/update-user'],
  ['POST', '/delete-user'],
  ['POST', '/change-email'],
  ['GET', '/list-sessions'],
  ['POST', '/request-password-reset'],
  ['POST', '/two-factor/send-otp'],
  ['GET', '/ok'],
])('%s %s is not ours to offer', async (method, path) => {
  const body = method === 'POST' ? { email: 'x@example.test', password, name: 'x', role: 'admin' } : undefined
  expect((await api.auth(path, { method, body, as: await api.person('admin') })).status).toBe(404)
})

test('another site cannot sign anybody in or out', async () => {
  const person = await api.person('viewer')
  const headers = { 'sec-fetch-site': 'cross-site' }
  expect((await post('/sign-out', {}, person, headers)).status).toBe(403)
  expect((await post('/sign-in/email', { email: person.email, password }, undefined, headers)).status).toBe(403)
  expect(
    (
      await api.auth('/sign-out', {
        method: 'POST',
        body: 'x=1',
        as: person,
        headers: { 'content-type': 'text/plain' },
      })
    ).status,
  ).toBe(415)
})

// RFC 6238 with its defaults: SHA-1, 30 seconds, 6 digits.
function totp(secret: Buffer, halfMinutesOn: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + halfMinutesOn))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function base32(text: string): Buffer {
  const bits = [...text].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
}
