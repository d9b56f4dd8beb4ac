import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Channel, NotificationRule } from '#contract/notifications.ts'
import { routeNotices } from '#server/notifications/route.ts'
import { sealFromEnvironment } from '#server/notifications/seal.ts'
import { sealPlain } from '#server/notifications/seal-plain.ts'
import { type TestPerson, useWeb } from '../support/web.ts'

const api = useWeb()
let admin: TestPerson
let viewer: TestPerson

beforeAll(async () => {
  admin = await api.person('admin')
  viewer = await api.person('viewer')
})

const installation = (letter: string) => vi.stubEnv('FLEETWARDEN_SECRET', letter.repeat(32))
beforeEach(() => void installation('a'))
afterEach(() => void vi.unstubAllEnvs())

const secret = 'a secret of sixteen'
const hook = { kind: 'webhook', name: 'Our hook', to: 'https://hooks.example.test/path-that-is-secret?t=1', secret }
const ask = (path: string, method = 'GET', body?: unknown, as = admin) =>
  api.call(`/notifications/${path}`, { method, body, as })
const refusal = async (answer: Promise<Response>) => {
  const response = await answer
  return `${response.status} ${(await response.json()).detail}`
}
async function add(given: object = {}): Promise<Channel> {
  const answer = await ask('channels', 'POST', { ...hook, name: `Hook ${Math.random()}`, ...given })
  expect(answer.status).toBe(201)
  return answer.json()
}
const channels = async (): Promise<Channel[]> => (await ask('channels')).json()
const one = async (id: string) => (await channels()).find((channel) => channel.id === id)
const stored = async (id: string) =>
  (await api.database.pool.query('select target, secret, sealed from notification_channels where id = $1', [id])).rows
const rule = (channel: string): NotificationRule => ({
  ...{ channel, name: 'High and above', about: ['incident'], minSeverity: 'high', causes: [], accounts: [] },
  ...{ drills: false, groupMinutes: 5, quietFrom: '22:00', quietTo: '06:00', enabled: true },
})

/** Everything the trail says of notifications, as text. */
async function trail(): Promise<string> {
  const { rows } = await api.database.pool.query(`select a::text from activity a where action like 'notification.%'`)
  return JSON.stringify(rows)
}

describe('a channel', () => {
  test('is added, seen by all, and gives its secrets away to nobody', async () => {
    const made = await add(hook)
    expect(made).toMatchObject({ kind: 'webhook', hasSecret: true, to: 'https://hooks.example.test/…?t=1' })
    expect(made).toMatchObject({ enabled: true, readable: true, secretEnds: 'teen' })
    const seen = await (await ask('channels', 'GET', undefined, viewer)).text()
    const all = seen + (await trail()) + JSON.stringify(made)
    expect(all).not.toContain(secret)
    expect(all).not.toContain('path-that-is-secret')
    expect(await trail()).toContain('notification.channel-added')
    expect(await refusal(ask('channels', 'POST', hook))).toBe('409 Another channel has that name.')
  })

  test.each([
    [{ kind: 'email', to: 'nobody' }, 'Give e-mail addresses, separated by commas.'],
    [{ kind: 'email', to: undefined }, 'Give e-mail addresses, separated by commas.'],
    [{ to: 'file:///etc/passwd' }, 'Give an https:// or http:// address.'],
    [{ to: 'https://a:b@example.test/' }, 'An address must not contain a user or a password.'],
    [{ secret: 'short' }, 'Give a secret of at least 16 characters: messages are signed with it.'],
    [{ kind: 'pagerduty', secret: undefined }, 'Give the integration’s routing key, letters and digits.'],
  ])('is refused with %j', async (given, sentence) => {
    expect(await refusal(ask('channels', 'POST', { ...hook, name: 'x', ...given }))).toBe(`400 ${sentence}`)
  })

  test('keeps what a change leaves out, and records what it says', async () => {
    const { id } = await add()
    const changed = await (await ask(`channels/${id}`, 'PATCH', { enabled: false })).json()
    expect(changed).toMatchObject({ enabled: false, hasSecret: true })
    const renamed = await (await ask(`channels/${id}`, 'PATCH', { name: `Renamed ${id}` })).json()
    expect(renamed, 'what is off stays off').toMatchObject({ enabled: false, name: `Renamed ${id}` })
    const [row] = await stored(id)
    expect(sealFromEnvironment().open(id, row.sealed)).toEqual({ target: hook.to, secret })
    expect(await refusal(ask(`channels/${id}`, 'PATCH', { kind: 'email' }))).toMatch(/^400 A channel stays of its kind/)
    expect(await refusal(ask(`channels/${id}/test`, 'POST'))).toBe('409 Turn the channel on first.')
    await ask(`channels/${id}`, 'PATCH', { secret: 'another secret of it' })
    expect(await trail()).toContain('secretReplaced')
    expect(await trail()).not.toContain('another secret of it')
  })

  test('is encrypted in the database, and one that an older version wrote becomes so', async () => {
    const { id } = await add()
    const { pool } = api.database
    expect(JSON.stringify(await stored(id))).not.toMatch(/path-that-is-secret|sixteen/)
    await pool.query(`update notification_channels set target = $2, secret = $3, sealed = null where id = $1`, [
      ...[id, hook.to, secret],
    ])
    expect(await one(id)).toMatchObject({ to: 'https://hooks.example.test/…?t=1', readable: true })
    expect(await sealPlain(pool, sealFromEnvironment())).toBe(1)
    expect(await stored(id)).toMatchObject([{ target: null, secret: null, sealed: expect.stringMatching(/^1\./) }])
    expect(await one(id)).toMatchObject({ to: 'https://hooks.example.test/…?t=1', secretEnds: 'teen' })
    expect(await sealPlain(pool, sealFromEnvironment())).toBe(0)
  })

  test('says when it cannot be read, works in every other way, and is whole again once all of it is entered', async () => {
    const { id } = await add()
    installation('b')
    expect(await one(id)).toMatchObject({ readable: false, hasSecret: true, secretEnds: null })
    expect(await one(id)).not.toHaveProperty('to')
    const change = (body: object) => ask(`channels/${id}`, 'PATCH', body)
    expect(await (await change({ enabled: false })).json()).toMatchObject({ enabled: false, readable: false })
    expect(await refusal(change({ to: hook.to }))).toMatch(/^400 Give a secret/)
    expect(await (await change({ to: hook.to, secret, enabled: true })).json()).toMatchObject({ readable: true })
    installation('a')
    expect(await one(id)).toMatchObject({ readable: false })
  })

  test('is not kept where there is no key; e-mail needs none', async () => {
    vi.stubEnv('FLEETWARDEN_SECRET', '')
    expect(await refusal(ask('channels', 'POST', { ...hook, name: 'No key' }))).toMatch(/^409 .*set FLEETWARDEN_SECRET/)
    await add({ kind: 'email', to: 'a@example.test', secret: undefined })
    expect((await channels()).map(({ name }) => name)).not.toContain('No key')
  })

  test('that is turned off gives up what waits for it', async () => {
    const { id } = await add()
    expect(await (await ask(`channels/${id}/test`, 'POST')).json()).toMatchObject({ state: 'waiting', attempts: 0 })
    await ask(`channels/${id}`, 'PATCH', { enabled: false })
    const { items } = await (await ask('deliveries?limit=1')).json()
    expect(items).toMatchObject([{ state: 'failed', error: 'The channel was turned off.', subject: 'Test message' }])
  })

  test('is removed with its rules', async () => {
    const { id } = await add()
    await ask('rules', 'PUT', rule(id))
    expect((await ask(`channels/${id}`, 'DELETE')).status).toBeLessThan(300)
    const rules: NotificationRule[] = await (await ask('rules')).json()
    expect(rules.filter(({ channel }) => channel === id)).toEqual([])
    for (const unknown of [id, '9223372036854775807'])
      expect(await refusal(ask(`channels/${unknown}`, 'DELETE'))).toBe('404 There is no such channel.')
  })
})

describe('a rule', () => {
  test('is added, changed and removed, and each is recorded', async () => {
    const { id: channel } = await add()
    const made = await (await ask('rules', 'PUT', rule(channel))).json()
    expect(made).toEqual({ ...rule(channel), id: expect.any(String) })
    const changed = { ...made, minSeverity: 'low', quietFrom: null, quietTo: null }
    expect(await (await ask('rules', 'PUT', changed)).json()).toEqual(changed)
    const rules: NotificationRule[] = await (await ask('rules', 'GET', undefined, viewer)).json()
    expect(rules.find(({ id }) => id === made.id)).toEqual(changed)
    expect((await ask(`rules/${made.id}`, 'DELETE')).status).toBeLessThan(300)
    for (const action of ['added', 'changed', 'removed']) expect(await trail()).toContain(`notification.rule-${action}`)
    expect(await refusal(ask(`rules/${made.id}`, 'DELETE'))).toBe('404 There is no such rule.')
    expect(await refusal(ask('rules', 'PUT', { ...rule(channel), quietTo: null }))).toMatch(/^400 Quiet hours/)
    expect(await refusal(ask('rules', 'PUT', rule('999')))).toBe('404 There is no such channel.')
  })

  test('is for admins to change', async () => {
    const { id } = await add()
    expect((await ask('rules', 'PUT', rule(id), viewer)).status).toBe(403)
    expect((await ask(`channels/${id}`, 'PATCH', { name: 'x' }, viewer)).status).toBe(403)
  })
})

test('an incident’s comment tells those it names, but not who wrote it', async () => {
  const { pool } = api.database
  await pool.query(
    `insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'Home')`,
  )
  const { rows } = await pool.query(
    `insert into incidents (account_id, client_id, cause, confidence, severity, first_at, last_at, kicks)
     select id, 'pump', 'undecided', 0, 'low', now(), now(), 3 from aws_accounts limit 1 returning id`,
  )
  const responder = await api.person('responder')
  const text = 'Have a look, @A viewer and @A responder'
  const answer = await api.call(`/incidents/${rows[0].id}/comments`, { method: 'POST', body: { text }, as: responder })
  expect(answer.status).toBeLessThan(300)
  const told = await pool.query(`select person_id, path, body from notices where about = 'mention'`)
  expect(told.rows).toEqual([{ person_id: viewer.id, path: `/incidents/${rows[0].id}`, body: text }])
  expect(await routeNotices(pool, new Date())).toBeGreaterThan(0)
})

test('what was sent is listed newest first, page by page', async () => {
  const { id } = await add()
  for (let n = 0; n < 3; n += 1) await ask(`channels/${id}/test`, 'POST')
  const first = await (await ask('deliveries?limit=2', 'GET', undefined, viewer)).json()
  const second = await (await ask(`deliveries?limit=2&cursor=${first.nextCursor}`, 'GET', undefined, viewer)).json()
  const ids = [...first.items, ...second.items].map((one: { id: string }) => Number(one.id))
  expect(ids).toEqual([...ids].sort((a, b) => b - a))
  expect(new Set(ids).size).toBe(4)
})
