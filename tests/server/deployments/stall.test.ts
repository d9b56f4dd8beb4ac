import { describe, expect, test } from 'vitest'
import { type Rollout, type Standing, stallOf } from '#server/deployments/stall.ts'
import { defaultThresholds, thresholdsOf } from '#server/deployments/thresholds.ts'
import { windowsAt } from '#server/deployments/windows.ts'

const now = new Date('2026-11-20T12:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const hours = (n: number) => n * 60

const quiet: Standing = {
  status: 'QUEUED',
  queuedAt: ago(61),
  startedAt: null,
  updatedAt: null,
  hasTimer: null,
  timesOutAt: null,
  connected: true,
  presenceSince: ago(hours(100)),
  coreReportedAt: undefined,
  behind: null,
  agentActedAt: null,
}
const moving: Rollout = { createdAt: ago(hours(100)), perMinute: null, total: 100, unchangedPolls: 0, windows: null }
const said = (one: Partial<Standing>, rollout: Partial<Rollout> = {}) => {
  const stall = stallOf(
    { ...quiet, ...one },
    { rollout: { ...moving, ...rollout }, thresholds: defaultThresholds, now },
  )
  return stall && [stall.cause, stall.counts]
}
const working = (one: Partial<Standing>): Partial<Standing> => ({
  ...{ status: 'IN_PROGRESS', startedAt: ago(hours(9)), updatedAt: ago(121), hasTimer: false },
  ...one,
})

describe('what is queued', () => {
  test.each<[string, Partial<Standing>, Partial<Rollout>, unknown]>([
    ['for an hour exactly', { queuedAt: ago(60) }, {}, null],
    ['for longer, and nothing tells why', {}, {}, ['undecided', true]],
    ['at a time that nobody told', { queuedAt: null }, {}, null],
    ['while nothing says whether it is connected', { connected: null }, {}, ['undecided', true]],
    ['offline, at once', { connected: false, queuedAt: ago(1) }, {}, ['device-offline', false]],
    ['offline, for three days', { connected: false, queuedAt: ago(hours(72)) }, {}, ['device-offline', false]],
    ['offline, for longer', { connected: false, queuedAt: ago(hours(72) + 1) }, {}, ['device-offline', true]],
    ['offline, though nothing moves', { connected: false }, { unchangedPolls: 9 }, ['device-offline', false]],
    ['behind another, for an hour', { behind: 'x', queuedAt: ago(60) }, {}, ['behind-another', false]],
    ['behind another, for longer', { behind: 'x' }, {}, ['behind-another', true]],
    [
      'until the rollout comes to all',
      {},
      { createdAt: ago(99), perMinute: 1, total: 100 },
      ['rollout-throttled', false],
    ],
    ['when it must have come', {}, { createdAt: ago(100), perMinute: 1, total: 100 }, ['undecided', true]],
    ['at a rate of none', {}, { createdAt: ago(1), perMinute: 0 }, ['undecided', true]],
    ['while nothing moves for five looks', {}, { unchangedPolls: 5 }, ['undecided', true]],
    ['while nothing moves for six', {}, { unchangedPolls: 6 }, ['no-change', true]],
    ['connected, a day', { queuedAt: ago(hours(24)) }, {}, ['undecided', true]],
    ['connected, longer', { queuedAt: ago(hours(24) + 1) }, {}, ['agent-silent', true]],
    [
      'connected, and its agent does other things',
      { queuedAt: ago(hours(25)), agentActedAt: ago(5) },
      {},
      ['undecided', true],
    ],
    [
      'on a core that spoke 26 hours ago',
      { coreReportedAt: ago(hours(26)), queuedAt: ago(90) },
      {},
      ['undecided', true],
    ],
    ['on a core that spoke before that', { coreReportedAt: ago(hours(26) + 1) }, {}, ['core-stale', true]],
    ['on a core that never spoke', { coreReportedAt: null }, {}, ['core-stale', true]],
  ])('%s', (_, one, rollout, expected) => {
    expect(said(one, rollout)).toEqual(expected)
  })
})

describe('in maintenance windows', () => {
  const daily = (hour: number, durationInMinutes = 60) => ({
    schedulingConfig: { maintenanceWindows: [{ startTime: `cron(0 ${hour} * * ? *)`, durationInMinutes }] },
  })
  const of = (config: object) => windowsAt(config, now, ago(hours(100)))
  const waits = (config: object, one: Partial<Standing> = {}) => said(one, { windows: of(config) })

  test.each<[string, object, boolean, string | null]>([
    ['just opened', daily(12), true, '2026-11-21T12:00:00.000Z'],
    ['closed just now', daily(11), false, '2026-11-21T11:00:00.000Z'],
    ['open until a minute from now', daily(11, 61), true, '2026-11-21T11:00:00.000Z'],
    ['to come today', daily(18), false, '2026-11-20T18:00:00.000Z'],
  ])('%s', (_, config, open, opensAt) => {
    expect(of(config)).toMatchObject({ open, opensAt: new Date(opensAt ?? 0) })
  })

  test.each([
    ['with seconds', 'cron(0 0 18 ? * MON *)', '2026-11-23T18:00:00.000Z'],
    ['Sunday is 1', 'cron(0 18 ? * 1 *)', '2026-11-22T18:00:00.000Z'],
    ['five fields', '0 18 * * *', '2026-11-20T18:00:00.000Z'],
    ['a year that is over', 'cron(0 18 * * ? 2025)', null],
  ])('an expression %s', (_, startTime, opensAt) => {
    const config = { schedulingConfig: { maintenanceWindows: [{ startTime, durationInMinutes: 30 }] } }
    expect(of(config)?.opensAt).toEqual(opensAt && new Date(opensAt))
  })

  test.each([{}, daily(99), { schedulingConfig: { maintenanceWindows: [{ startTime: 'at night' }, null] } }, null])(
    'what cannot be read is none: %j',
    (config) => {
      expect(windowsAt(config, now)).toBeNull()
    },
  )

  test('what waits for one is not stalled, however long, wherever the device is', () => {
    const closed = daily(18)
    expect(waits(closed, { queuedAt: ago(hours(99)) })).toEqual(['maintenance-window', false])
    expect(waits(closed, { queuedAt: ago(hours(99)), connected: false })).toEqual(['maintenance-window', false])
    const stall = stallOf(quiet, { rollout: { ...moving, windows: of(closed) }, thresholds: defaultThresholds, now })
    expect(stall?.says).toBe('Waits for its maintenance window, which opens on 2026-11-20 18:00 UTC')
  })

  test('only the time in which one was open counts', () => {
    // Open for 15 minutes a day, and since 11:50: after four days an hour and more.
    const open = (durationInMinutes: number) => ({
      schedulingConfig: { maintenanceWindows: [{ startTime: 'cron(50 11 * * ? *)', durationInMinutes }] },
    })
    expect(waits(open(15), { queuedAt: ago(hours(48)) })).toBeNull()
    expect(waits(open(15), { queuedAt: ago(hours(99)) })).toEqual(['undecided', true])
  })
})

describe('what is in progress', () => {
  test.each<[string, Partial<Standing>, Partial<Rollout>, unknown]>([
    ['two hours without a word', { updatedAt: ago(120) }, {}, null],
    ['longer, and no timer', {}, {}, ['no-timer', true]],
    ['longer, and a timer runs', { hasTimer: true, timesOutAt: ago(-5) }, {}, null],
    ['a timer that is over just now', { hasTimer: true, timesOutAt: ago(2) }, {}, null],
    ['a timer that is over for long', { hasTimer: true, timesOutAt: ago(3) }, {}, ['undecided', true]],
    ['nobody asked for a timer', { hasTimer: null }, {}, ['undecided', true]],
    ['nobody asked, and nothing moves', { hasTimer: null }, { unchangedPolls: 6 }, ['no-change', true]],
    ['nobody asked, silent for a day', { hasTimer: null, updatedAt: ago(hours(25)) }, {}, ['agent-silent', true]],
    ['the device went away', { connected: false, updatedAt: ago(5) }, {}, ['device-offline', false]],
    ['the device went away for long', { connected: false, updatedAt: ago(hours(73)) }, {}, ['device-offline', true]],
    ['a core that is dead', { coreReportedAt: ago(hours(30)) }, {}, ['core-stale', true]],
  ])('%s', (_, one, rollout, expected) => {
    expect(said(working(one), rollout)).toEqual(expected)
  })
})

test('what is rejected is told, and what ended otherwise is not', () => {
  expect(said({ status: 'REJECTED' })).toEqual(['rejected', false])
  for (const status of ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'REMOVED', 'CANCELED', 'OF_TOMORROW'])
    expect(said({ status })).toBeNull()
})

test('a type has thresholds of its own', () => {
  const thresholds = { all: defaultThresholds, types: new Map([['pump', { queuedMinutes: 5 }]]) }
  expect(thresholdsOf(thresholds, 'pump')).toEqual({ ...defaultThresholds, queuedMinutes: 5 })
  expect(thresholdsOf(thresholds, null)).toEqual(defaultThresholds)
})

test('nothing keeps a device before it was asked', () => {
  const since = (one: Partial<Standing>) =>
    stallOf({ ...quiet, ...one }, { rollout: moving, thresholds: defaultThresholds, now })?.since
  expect(since({ connected: false })).toEqual(ago(61))
  expect(since({ connected: false, presenceSince: ago(5) })).toEqual(ago(5))
  expect(since({ connected: false, presenceSince: null })).toEqual(ago(61))
  expect(since({ coreReportedAt: ago(hours(30)) })).toEqual(ago(61))
})
