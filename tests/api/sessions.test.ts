import { beforeAll, expect, test } from 'vitest'
import { cookieIn, type TestPerson, testPassword, useWeb } from '../support/web.ts'

const api = useWeb()
let viewer: TestPerson

beforeAll(async () => {
  viewer = await api.person('viewer')
})

const signInAgain = async () => {
  const body = { email: viewer.email, password: testPassword }
  const response = await api.auth('/sign-in/email', {
    method: 'POST',
    body,
    headers: { 'user-agent': 'another browser' },
  })
  return { ...viewer, cookie: cookieIn(response) }
}
const sessionsOf = async (as: TestPerson) => (await api.call('/me/sessions', { as })).json()
/** How often the rows of a person's sessions were written, by a trigger of this test's own. */
async function rewritten(userId: string): Promise<[{ writes: number }]> {
  const { pool } = api.database
  await pool.query(`create table if not exists session_writes (user_id text);
    create or replace function note_session_write() returns trigger language plpgsql as
      $$ begin insert into session_writes values (new.user_id); return new; end $$;
    create or replace trigger session_written after update on sessions for each row execute function note_session_write()`)
  const { rows } = await pool.query('select count(*)::int as writes from session_writes where user_id = $1', [userId])
  return [{ writes: rows[0]?.writes ?? 0 }]
}
const age = (column: string, by: string, as: string) =>
  api.database.pool.query(`update sessions set ${column} = ${column} - $1::interval where user_id = $2`, [by, as])

test("sessions are listed, and one can sign another out but not somebody else's", async () => {
  const other = await signInAgain()
  const sessions = await sessionsOf(viewer)
  expect(sessions).toHaveLength(2)
  expect(sessions.filter(({ current }: { current: boolean }) => current)).toHaveLength(1)
  const theirs = sessions.find(({ current }: { current: boolean }) => !current)
  expect(theirs).toMatchObject({ userAgent: 'another browser', ipAddress: '127.0.0.1' })
  const stranger = await api.person('admin')
  expect((await api.call(`/me/sessions/${theirs.id}`, { method: 'DELETE', as: stranger })).status).toBe(404)
  expect((await api.call(`/me/sessions/${theirs.id}`, { method: 'DELETE', as: viewer })).status).toBe(200)
  expect((await api.call('/me', { as: other })).status).toBe(401)
  expect((await api.call('/me', { as: viewer })).status).toBe(200)
})

test('a session ends when it is idle for 12 hours, and is extended by use', async () => {
  const person = await api.person('viewer')
  await age('updated_at', '11 hours 59 minutes', person.id)
  expect((await api.call('/me', { as: person })).status).toBe(200)
  await age('updated_at', '11 hours 59 minutes', person.id)
  expect((await api.call('/me', { as: person })).status, 'the last use counted').toBe(200)
  await age('updated_at', '12 hours 1 minute', person.id)
  expect((await api.call('/me', { as: person })).status).toBe(401)
  const body = { currentPassword: testPassword, newPassword: 'another long password' }
  expect((await api.auth('/change-password', { method: 'POST', body, as: person })).status, 'nor elsewhere').toBe(401)
})

test('when it was last seen follows use within a minute, without a write for every request', async () => {
  const person = await api.person('viewer')
  const other = await (async () => {
    const body = { email: person.email, password: testPassword }
    return { ...person, cookie: cookieIn(await api.auth('/sign-in/email', { method: 'POST', body })) }
  })()
  const seen = async (current: boolean) => {
    const sessions: { current: boolean; lastSeenAt: string }[] = await sessionsOf(person)
    return Date.parse(sessions.find((one) => one.current === current)?.lastSeenAt ?? '')
  }
  const first = await seen(false)
  await api.call('/me', { as: other })
  expect(await seen(false), 'seen a moment ago: nothing is written').toBe(first)
  await age('updated_at', '50 seconds', person.id)
  const [{ writes: before }] = await rewritten(person.id)
  await Promise.all(Array.from({ length: 5 }, () => api.call('/me', { as: other })))
  expect(await seen(false)).toBeGreaterThan(first - 5_000)
  expect(Date.now() - (await seen(true)), 'who asks is here').toBeLessThan(5_000)
  const [{ writes: after }] = await rewritten(person.id)
  expect(after - before, 'one write for each of the two sessions').toBe(2)
})

test('a session ends after seven days, however much it is used', async () => {
  const person = await api.person('viewer')
  await age('expires_at', '7 days', person.id)
  expect((await api.call('/me', { as: person })).status).toBe(401)
})

test.each(['', 'x', 'x.y', '.', '%', 'a%2'])('the made-up cookie %j is nobody', async (value) => {
  const headers = { cookie: `theme=dark; fleetwarden.session_token=${value}` }
  expect((await api.call('/me', { headers })).status).toBe(401)
})

test('a token out of the database, without our signature, is nobody', async () => {
  const { rows } = await api.database.pool.query<{ token: string }>('select token from sessions limit 1')
  const headers = { cookie: `fleetwarden.session_token=${rows[0]?.token}.AAAA` }
  expect((await api.call('/me', { headers })).status).toBe(401)
})

test('a new password signs every other session out', async () => {
  const person = await api.person('viewer')
  const body = { currentPassword: testPassword, newPassword: 'another long password' }
  const changed = await api.auth('/change-password', { method: 'POST', body, as: person })
  expect(changed.status).toBe(200)
  expect(await changed.json()).toEqual({})
  expect((await api.call('/me', { as: person })).status, 'the old cookie').toBe(401)
  expect((await api.call('/me', { as: { ...person, cookie: cookieIn(changed) } })).status).toBe(200)
  expect(
    (await api.auth('/sign-in/email', { method: 'POST', body: { email: person.email, password: testPassword } }))
      .status,
  ).toBe(401)
})

test('sessions that have ended are cleared away at the next sign-in', async () => {
  const person = await api.person('viewer')
  const body = { email: person.email, password: testPassword }
  await api.auth('/sign-in/email', { method: 'POST', body })
  await age('updated_at', '13 hours', person.id)
  await api.auth('/sign-in/email', { method: 'POST', body })
  expect(await api.database.prisma.session.count({ where: { userId: person.id } })).toBe(1)
})
