import { expect, test } from 'vitest'
import { testPassword, useWeb } from '../support/web.ts'

const api = useWeb()
const secure = useWeb({ FLEETWARDEN_URL: 'https://console.test' })

test('a person signs in with their password and is known from then on', async () => {
  const admin = await api.person('admin')
  const me = await api.call('/me', { as: admin })
  expect(me.status).toBe(200)
  expect(await me.json()).toMatchObject({ email: admin.email, role: 'admin', twoFactor: false, disabled: false })
})

test('the answer to a sign-in carries no token, its cookie is out of reach of scripts', async () => {
  const { email } = await api.person('viewer')
  const response = await api.auth('/sign-in/email', { method: 'POST', body: { email, password: testPassword } })
  expect(await response.json()).toEqual({})
  expect(response.headers.getSetCookie()[0]).toMatch(/^fleetwarden\.session_token=.*HttpOnly; SameSite=Lax$/)
})

test('a wrong password is refused in the words of a problem document, and tells nothing about who exists', async () => {
  const { email } = await api.person('viewer')
  const wrong = await api.auth('/sign-in/email', { method: 'POST', body: { email, password: 'not the password' } })
  const unknown = await api.auth('/sign-in/email', {
    method: 'POST',
    body: { email: 'nobody@example.test', password: 'not the password' },
  })
  expect(wrong.status).toBe(401)
  expect(wrong.headers.get('content-type')).toBe('application/problem+json')
  expect(await unknown.json()).toEqual(await wrong.json())
})

test('signing out ends the session', async () => {
  const viewer = await api.person('viewer')
  expect((await api.auth('/sign-out', { method: 'POST', as: viewer })).status).toBe(200)
  expect((await api.call('/me', { as: viewer })).status).toBe(401)
})

test('over https the cookie is for https alone, and so is the site', async () => {
  const viewer = await secure.person('viewer')
  expect(viewer.cookie).toMatch(/^__Secure-fleetwarden\.session_token=/)
  const me = await secure.call('/me', { as: viewer })
  expect(me.status).toBe(200)
  expect(me.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  const plain = { ...viewer, cookie: viewer.cookie.replace('__Secure-', '') }
  expect((await secure.call('/me', { as: plain })).status).toBe(401)
})
