import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterQuiet } from '#server/notifications/rules.ts'
import { mortalPool } from '#tests/server/sync/mortal-pool.ts'
import { useNotices } from './notices-world.ts'

const world = useNotices()
const titles = async () => (await world.deliveries()).map(({ subject }) => subject)

describe('rules choose', () => {
  test('by subject, severity, cause, account and exercise', async () => {
    const channel = await world.channel('slack', 'http://127.0.0.1:1/')
    await world.rule(channel, { causes: ['flapping-link'], accounts: [1] })
    const fits = { cause: 'flapping-link', account: 1 }
    await world.notice({ ...fits, title: 'fits' })
    await world.notice({ ...fits, severity: 'critical', title: 'fits as well' })
    await world.notice({ ...fits, severity: 'medium' })
    await world.notice({ ...fits, cause: 'second-process' })
    await world.notice({ ...fits, account: 2 })
    await world.notice({ ...fits, drill: true })
    await world.notice({ ...fits, about: 'run' })
    expect(await world.route()).toBe(7)
    expect(await titles()).toEqual(['fits', 'fits as well'])
    expect(await world.route()).toBe(0)
  })

  test('nothing of what is off', async () => {
    const channel = await world.channel('slack', 'http://127.0.0.1:1/')
    await world.rule(channel, { enabled: false })
    const other = await world.channel('slack', 'http://127.0.0.1:1/')
    await world.rule(other)
    await world.pool.query('update notification_channels set enabled = false where id = $1', [other])
    await world.notice()
    await world.route()
    expect(await titles()).toEqual([])
  })

  test('a happening is told once, however often it is noted', async () => {
    await world.rule(await world.channel('slack', 'http://127.0.0.1:1/'))
    await world.notice({ key: 'one' })
    await world.route()
    await world.notice({ key: 'one' })
    expect(await world.route()).toBe(0)
    expect(await titles()).toHaveLength(1)
  })
})

describe('a group window', () => {
  test('joins what one rule tells within it, and nothing after', async () => {
    const channel = await world.channel('slack', 'http://127.0.0.1:1/')
    await world.rule(channel, { group_minutes: 5 })
    await world.rule(channel, { name: 'apart', min_severity: 'critical' })
    for (const title of ['first', 'second']) await world.notice({ title })
    await world.route()
    world.later(4)
    await world.notice({ title: 'third', severity: 'critical' })
    await world.route()
    expect(await titles()).toEqual(['third and 2 more', 'third'])
    world.later(2)
    await world.notice({ title: 'fourth' })
    await world.route()
    expect(await titles()).toEqual(['third and 2 more', 'third', 'fourth'])
    expect((await world.deliveries())[0]?.nextAt).toEqual(new Date('2026-11-20T12:05:00Z'))
  })
})

describe('quiet hours', () => {
  const overnight = { quietFrom: '22:00', quietTo: '06:00' }
  test.each([
    ['21:59', '21:59'],
    ['22:00', '06:00+1'],
    ['00:00', '06:00'],
    ['05:59', '06:00'],
    ['06:00', '06:00'],
  ])('overnight at %s end at %s', (at, end) => {
    const day = end.endsWith('+1') ? '21' : '20'
    const expected = new Date(`2026-11-${day}T${end.slice(0, 5)}:00Z`)
    expect(afterQuiet(overnight, new Date(`2026-11-20T${at}:00Z`))).toEqual(expected)
  })

  test('end after they began, and what comes after them is not in them', () => {
    const clock = fc.integer({ min: 0, max: 1439 }).map((n) => new Date(n * 60_000).toISOString().slice(11, 16))
    fc.assert(
      fc.property(clock, clock, fc.integer({ min: 0, max: 10_000_000 }), (quietFrom, quietTo, seconds) => {
        const at = new Date(1_790_000_000_000 + seconds * 1000)
        const after = afterQuiet({ quietFrom, quietTo }, at)
        expect(after.getTime()).toBeGreaterThanOrEqual(at.getTime())
        expect(after.getTime() - at.getTime()).toBeLessThanOrEqual(86_400_000)
        expect(afterQuiet({ quietFrom, quietTo }, after)).toEqual(after)
      }),
    )
  })

  test('hold all back but what is critical, into one message at their end', async () => {
    world.now = new Date('2026-11-20T22:30:00Z')
    const channel = await world.channel('slack', 'http://127.0.0.1:1/')
    await world.rule(channel, { quiet_from: '22:00', quiet_to: '06:00', group_minutes: 5 })
    await world.notice({ title: 'waits' })
    await world.notice({ title: 'goes', severity: 'critical' })
    await world.route()
    world.later(1)
    await world.notice({ title: 'waits, too' })
    await world.route()
    const all = await world.deliveries()
    expect(all.map(({ subject, nextAt }) => [subject, nextAt?.toISOString().slice(8, 16)])).toEqual([
      ['waits, too and 1 more', '21T06:00'],
      ['goes', '20T22:35'],
    ])
  })
})

describe('a mention', () => {
  test('goes to the person, once, where there is e-mail', async () => {
    const about = { about: 'mention', severity: 'info', person: 'ada' } as const
    await world.notice(about)
    await world.route()
    expect(await titles()).toEqual([])
    await world.channel('email', 'all@example.test')
    await world.channel('email', 'others@example.test')
    await world.notice({ ...about, title: 'for Ada' })
    await world.route()
    const { rows } = await world.pool.query('select subject, person_id, channel_id::int from deliveries')
    expect(rows).toEqual([{ subject: 'for Ada', person_id: 'ada', channel_id: 1 }])
  })

  test('follows the rule there is for e-mail, and joins no message to somebody else', async () => {
    const channel = await world.channel('email', 'all@example.test')
    await world.rule(channel, { about: ['mention', 'incident'], group_minutes: 5 })
    for (const person of ['ada', 'bob', 'ada']) await world.notice({ about: 'mention', severity: 'info', person })
    await world.notice()
    await world.route()
    const { rows } = await world.pool.query(
      'select person_id as person, cardinality(notices) as told from deliveries order by id',
    )
    expect(rows).toEqual([
      { person: 'ada', told: 2 },
      { person: 'bob', told: 1 },
      { person: null, told: 1 },
    ])
  })
})

test('a pager is told of each incident apart, and of an end only when it knows the beginning', async () => {
  const channel = await world.channel('pagerduty', null, 'k'.repeat(32))
  await world.rule(channel, { group_minutes: 60 })
  await world.rule(await world.channel('slack', 'http://127.0.0.1:1/'))
  await world.notice({ thread: 'incident:1' })
  await world.notice({ thread: 'incident:2' })
  await world.notice({ thread: 'incident:1', ends: true, severity: 'info' })
  await world.notice({ thread: 'incident:3', ends: true, severity: 'info' })
  await world.route()
  const { rows } = await world.pool.query('select thread from deliveries where channel_id = $1 order by id', [channel])
  expect(rows.map(({ thread }) => thread)).toEqual(['incident:1', 'incident:2', 'incident:1'])
  expect(await world.deliveries()).toHaveLength(5)
})

test('killed between any two statements: every notice is routed, none twice', async () => {
  for (let seed = 0; seed < 40; seed += 1) {
    await world.pool.query('truncate notification_channels, notices restart identity cascade')
    const channel = await world.channel('slack', 'http://127.0.0.1:1/')
    await world.rule(channel, { group_minutes: seed % 2 ? 5 : 0 })
    await world.rule(channel, { name: 'another', quiet_from: '11:00', quiet_to: '13:00' })
    for (let n = 0; n < 6; n += 1) await world.notice({ severity: n % 3 ? 'high' : 'critical' })
    const { pool, life } = mortalPool(world.pool, seed)
    await world.route(pool).catch(() => undefined)
    if (seed === 39) expect(life.dead, 'a life is long enough to do it all').toBe(false)
    await Promise.all([world.route(), world.route()])
    await world.route()
    const told = (await world.deliveries()).flatMap(({ notices }) => notices).sort()
    const expected = ['1', '2', '3', '4', '5', '6'].flatMap((id) => [id, id])
    expect(told, `killed at statement ${seed}`).toEqual(expected)
  }
})
