import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { getOverview } from '#server/overview/get-overview.ts'
import { mortalPool } from '#tests/server/sync/mortal-pool.ts'
import { useNotices } from './notices-world.ts'
import { mailReceiver, webReceiver } from './receivers.ts'

const world = useNotices()
const secret = 'a secret of sixteen'

async function told(given: Parameters<typeof world.notice>[0] = {}) {
  await world.notice(given)
  await world.route()
  return world.send()
}

describe('a webhook', () => {
  test('is signed, says where to look, and carries a key', async () => {
    const receiver = await world.use(webReceiver())
    await world.rule(await world.channel('webhook', `${receiver.url}/hook?token=1`, secret))
    await told({ title: 'One', path: '/incidents/7', severity: 'critical' })
    const [got] = receiver.got
    expect(got?.path).toBe('/hook?token=1')
    const [timestamp, signature] = [got?.headers['x-fleetwarden-timestamp'], got?.headers['x-fleetwarden-signature']]
    expect(createHmac('sha256', secret).update(`${timestamp}.${got?.body}`).digest('hex')).toBe(signature)
    const body = JSON.parse(got?.body ?? '')
    expect(body).toMatchObject({
      subject: 'One',
      test: false,
      notices: [{ title: 'One', url: 'https://console.test/incidents/7', severity: 'critical' }],
    })
    expect(got?.headers['idempotency-key']).toBe(body.key)
    expect(await world.deliveries()).toMatchObject([{ state: 'sent', attempts: 1, error: null }])
  })

  test('that fails is tried again with the same key, later and later, and as late as it asks', async () => {
    const replies = [
      { status: 500, body: 'x'.repeat(500) },
      { status: 503, headers: { 'retry-after': '600' } },
    ]
    const receiver = await world.use(webReceiver((count) => replies[count - 1] ?? { status: 204 }))
    const channel = await world.channel('webhook', receiver.url, secret)
    await world.rule(channel)
    await told()
    const [first] = await world.deliveries()
    expect(first?.nextAt).toEqual(new Date(world.now.getTime() + 15_000))
    expect(first?.error).toBe(`The receiver answered 500. ${'x'.repeat(200)}`)
    world.later(1)
    await world.send()
    expect((await world.deliveries())[0]?.nextAt).toEqual(new Date(world.now.getTime() + 600_000))
    world.later(9)
    expect(await world.send()).toBe(0)
    world.later(2)
    await world.send()
    expect(await world.deliveries()).toMatchObject([{ state: 'sent', attempts: 3 }])
    expect(new Set(receiver.got.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    const { rows } = await world.pool.query('select last_error, last_sent_at from notification_channels')
    expect(rows).toEqual([{ last_error: null, last_sent_at: world.now }])
  })

  test('is given up after a day', async () => {
    const receiver = await world.use(webReceiver(() => ({ status: 400 })))
    await world.rule(await world.channel('webhook', receiver.url, secret))
    await told()
    for (let hour = 0; hour < 26; hour += 1) {
      world.later(60)
      await world.send()
    }
    expect(await world.deliveries()).toMatchObject([
      { state: 'failed', error: 'The receiver answered 400.', nextAt: null },
    ])
    const { attention } = await getOverview({ database: world.db, now: world.now, actor: null, ipAddress: null }, {})
    const said = { id: 'messages-given-up', severity: 'high', detail: expect.stringMatching(/by webhook \d+\./) }
    expect(attention.filter(({ id }) => id.startsWith('messages'))).toMatchObject([said])
    const asked = receiver.got.length
    world.later(3_000)
    await world.send()
    expect(receiver.got.length).toBe(asked)
  })

  test('follows no redirect', async () => {
    const inner = await world.use(webReceiver())
    const receiver = await world.use(webReceiver(() => ({ status: 307, headers: { location: inner.url } })))
    await world.rule(await world.channel('webhook', receiver.url, secret))
    await told()
    expect(inner.got).toEqual([])
    expect((await world.deliveries())[0]?.error).toBe('The receiver answered 307. Redirects are not followed.')
  })

  test.each([
    'http://169.254.169.254/latest',
    'http://[fe80::1]/',
    'ftp://127.0.0.1/',
    'http://127.0.0.1:1/secret-path',
  ])('%s is not reached, and its path not told', async (address) => {
    await world.rule(await world.channel('webhook', address, secret))
    await told()
    const error = (await world.deliveries())[0]?.error
    expect(error).toMatch(/not sent to|Only http|could not be reached/)
    expect(error).not.toContain('secret-path')
  })

  test.each([
    '169.254.169.254',
    '2852039166',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:a9fe:a9fe::]',
    '[fd00:ec2::23]',
    '100.100.100.200',
  ])('%s is where a cloud keeps credentials', async (host) => {
    await world.rule(await world.channel('webhook', `http://${host}/`, secret))
    await told()
    expect((await world.deliveries())[0]?.error).toBe('Link-local addresses are not sent to.')
  })

  test('that never answers is left after ten seconds', { timeout: 20_000 }, async () => {
    const receiver = await world.use(webReceiver(() => null))
    await world.rule(await world.channel('webhook', receiver.url, secret))
    await told()
    expect((await world.deliveries())[0]?.error).toBe('127.0.0.1 did not answer within 10 seconds.')
  })

  test('tells of many things at once, the worst first', async () => {
    const receiver = await world.use(webReceiver())
    await world.rule(await world.channel('webhook', receiver.url, secret), { group_minutes: 1, min_severity: 'info' })
    for (let n = 0; n < 25; n += 1) await world.notice({ severity: n === 20 ? 'critical' : 'low' })
    await world.route()
    world.later(2)
    await world.send()
    const { notices, more } = JSON.parse(receiver.got[0]?.body ?? '')
    expect([notices.length, more, notices[0].severity, receiver.got.length]).toEqual([20, 5, 'critical', 1])
  })
})

test('Slack is given text and blocks in which nothing from outside means anything', async () => {
  const receiver = await world.use(webReceiver())
  await world.rule(await world.channel('slack', receiver.url))
  await told({ title: 'pump <!channel> & <http://evil|x>', body: 'a <@U1> b', drill: false })
  const { text, blocks } = JSON.parse(receiver.got[0]?.body ?? '')
  expect(text).toBe('pump &lt;!channel&gt; &amp; &lt;http://evil|x&gt;')
  expect(blocks[0].text.text.match(/<[^>]*>/g)).toEqual(['<https://console.test/incidents/1|Open in Fleetwarden>'])
})

test('PagerDuty hears of an incident in order, under one key, and of its end', async () => {
  const receiver = await world.use(webReceiver((count) => ({ status: count === 1 ? 500 : 202 })))
  world.sending = { ...world.sending, pagerDutyUrl: receiver.url }
  await world.rule(await world.channel('pagerduty', null, 'k'.repeat(32)))
  await told({ thread: 'incident:1', severity: 'high' })
  await told({ thread: 'incident:1', severity: 'info', ends: true })
  expect(receiver.got, 'the end waits for the beginning').toHaveLength(1)
  world.later(1)
  await world.send()
  const events = receiver.got.map(({ body }) => JSON.parse(body))
  expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'trigger', 'resolve'])
  expect(events[1]).toMatchObject({
    routing_key: 'k'.repeat(32),
    dedup_key: 'incident:1',
    payload: { severity: 'error', source: 'console.test', summary: expect.stringContaining('Notice') },
    links: [{ href: 'https://console.test/incidents/1' }],
  })
  expect(events[2]).toEqual({ routing_key: 'k'.repeat(32), event_action: 'resolve', dedup_key: 'incident:1' })
})

describe('e-mail', () => {
  test('goes to every address, on one line of subject, with a link', async () => {
    const receiver = await world.use(mailReceiver())
    world.sending = { ...world.sending, smtpUrl: receiver.url }
    await world.rule(await world.channel('email', 'a@example.test, b@example.test'))
    await told({ title: 'Pump\r\nBcc: evil@example.test', path: '/incidents/9' })
    expect(await world.deliveries()).toMatchObject([{ state: 'sent', error: null }])
    const [mail] = receiver.got
    expect(mail).toMatchObject({ from: 'fleetwarden@console.test', to: ['a@example.test', 'b@example.test'] })
    expect(mail?.text).toContain('Subject: [Fleetwarden] Pump Bcc: evil@example.test')
    expect(mail?.text).toContain('https://console.test/incidents/9')
    expect(mail?.text).toMatch(/Message-ID: <1-1-\d+@console\.test>/i)
  })

  test('of a mention goes to the person alone, and not to one who is disabled', async () => {
    const receiver = await world.use(mailReceiver())
    world.sending = { ...world.sending, smtpUrl: receiver.url }
    await world.pool.query(
      `insert into users (id, name, email, role, email_verified, banned, created_at, updated_at)
       values ('ada', 'Ada', 'ada@example.test', 'viewer', true, false, now(), now()),
              ('bob', 'Bob', 'bob@example.test', 'viewer', true, true, now(), now()) on conflict do nothing`,
    )
    await world.channel('email', 'all@example.test')
    await told({ about: 'mention', severity: 'info', person: 'ada' })
    await told({ about: 'mention', severity: 'info', person: 'bob' })
    expect(receiver.got.map(({ to }) => to)).toEqual([['ada@example.test']])
    expect((await world.deliveries())[1]?.error).toBe('There is no address to send to.')
  })

  test('without a server, and with one that refuses, says so', async () => {
    await world.rule(await world.channel('email', 'a@example.test'))
    await told()
    expect((await world.deliveries())[0]?.error).toBe('SMTP is not configured: set SMTP_URL for the worker.')
    const receiver = await world.use(mailReceiver({ refuse: true }))
    world.sending = { ...world.sending, smtpUrl: receiver.url }
    world.later(1)
    await world.send()
    expect((await world.deliveries())[0]?.error).toMatch(/did not take it.*550/)
  })
})

test('what fell into quiet hours while the worker was away waits until they end', async () => {
  const receiver = await world.use(webReceiver())
  await world.rule(await world.channel('slack', receiver.url), { quiet_from: '22:00', quiet_to: '06:00' })
  await world.notice()
  await world.route()
  world.later(11 * 60)
  await world.send()
  expect(receiver.got).toEqual([])
  expect((await world.deliveries())[0]).toMatchObject({ attempts: 0, nextAt: new Date('2026-11-21T06:00:00Z') })
  world.later(8 * 60)
  await world.send()
  expect(receiver.got).toHaveLength(1)
})

test('killed between any two statements: each message arrives, under one key however often', async () => {
  const receiver = await world.use(webReceiver())
  for (let seed = 0; seed < 8; seed += 1) {
    await world.pool.query('truncate notification_channels, notices restart identity cascade')
    receiver.got.length = 0
    await world.rule(await world.channel('webhook', receiver.url, secret))
    for (let n = 0; n < 2; n += 1) await world.notice()
    await world.route()
    await world.send(mortalPool(world.pool, seed).pool).catch(() => undefined)
    world.later(2)
    await world.send()
    const keys = receiver.got.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size, `killed at statement ${seed}`).toBe(2)
    expect((await world.deliveries()).map(({ state }) => state)).toEqual(['sent', 'sent'])
  }
})

test('two workers send each message once', async () => {
  const receiver = await world.use(webReceiver())
  await world.rule(await world.channel('webhook', receiver.url, secret))
  for (let n = 0; n < 20; n += 1) await world.notice()
  await world.route()
  await Promise.all([world.send(), world.send(), world.send()])
  expect(receiver.got).toHaveLength(20)
})
