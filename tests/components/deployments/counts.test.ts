import { describe, expect, test } from 'vitest'
import { etaInWords, failuresOf, openOf, partsOf } from '#components/deployments/counts.ts'
import { progressChart, progressInWords } from '#components/deployments/page/progress.ts'
import { targetOf } from '#components/deployments/page/target-of.ts'
import { heldUp } from '#components/deployments/stall-words.ts'
import { awsSays, standingInWords } from '#components/deployments/standing.ts'

const none = {
  queued: 0,
  inProgress: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  rejected: 0,
  removed: 0,
  canceled: 0,
}
const some = { ...none, succeeded: 30, failed: 6, timedOut: 2, rejected: 1, queued: 4, inProgress: 1 }

describe('what counts say', () => {
  test('states that no device is in are left out, the good ones first', () => {
    expect(partsOf(some).map(({ status, count }) => `${status} ${count}`)).toEqual([
      'SUCCEEDED 30',
      'IN_PROGRESS 1',
      'QUEUED 4',
      'FAILED 6',
      'TIMED_OUT 2',
      'REJECTED 1',
    ])
    expect([failuresOf(some), openOf(some)]).toEqual([9, 5])
  })

  test.each([
    [some, 0, '30 of 44 devices (68%) succeeded, 6 failed, 2 timed out, 1 rejected; 5 still to come.'],
    [
      some,
      3,
      '30 of 44 devices (68%) succeeded, 6 failed, 2 timed out, 1 rejected; 5 still to come, 3 of them stalled.',
    ],
    [
      { ...none, succeeded: 1, queued: 2 },
      2,
      '1 of 3 devices (33%) succeeded; 2 still to come, none of which gets on.',
    ],
    [{ ...none, succeeded: 999, canceled: 1 }, 0, '999 of 1,000 devices (>99%) succeeded, 1 called off.'],
    // Devices are read after the counts: one may have joined in between.
    [{ ...none, queued: 2 }, 3, '0 of 2 devices (0%) succeeded; 2 still to come, none of which gets on.'],
    [none, 0, 'No device has been given it yet.'],
  ])('%o, %d stalled: %s', (counts, stalled, said) => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
    expect(standingInWords({ counts, total, stalled })).toBe(said)
  })

  test('COMPLETED is explained where it was no success', () => {
    expect(awsSays({ awsStatus: 'COMPLETED', health: 'partly' })).toMatch(/^AWS calls it COMPLETED/)
    expect(awsSays({ awsStatus: 'COMPLETED', health: 'succeeded' })).toBeUndefined()
    expect(awsSays({ awsStatus: 'IN_PROGRESS', health: 'failing' })).toBeUndefined()
  })

  test('when it will be through, or that nobody can tell', () => {
    expect(etaInWords({ etaS: 7_300, counts: some, stalled: 0 })).toBe('in about 2 h')
    expect(etaInWords({ etaS: 5, counts: some, stalled: 1 })).toBe('in about 1 min, for those that get on')
    expect(etaInWords({ etaS: null, counts: some, stalled: 5 })).toBe('cannot be told')
    expect(etaInWords({ etaS: null, counts: { ...none, succeeded: 3 }, stalled: 0 })).toBeUndefined()
  })
})

test('who is stalled, who waits and who refused, each device in one place', () => {
  const held = heldUp([
    { cause: 'device-offline', count: 207, stalled: 102, says: 'a' },
    { cause: 'rollout-throttled', count: 3, stalled: 0, says: 'b' },
    { cause: 'rejected', count: 2, stalled: 0, says: 'c' },
  ])
  expect(
    held.map(({ word, standing, count, causes }) => [word, standing, count, causes.map(({ cause }) => cause)]),
  ).toEqual([
    ['Stalled', 'stalled', 102, ['device-offline']],
    ['Waiting', 'waiting', 108, ['device-offline', 'rollout-throttled']],
    ['Refused', undefined, 2, ['rejected']],
  ])
  expect(heldUp([])).toEqual([])
})

describe('progress over time', () => {
  const seen = (minute: number, counts: Partial<typeof none>) => ({
    at: new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString(),
    ...none,
    ...counts,
  })
  const progress = [seen(0, { queued: 10 }), seen(10, { queued: 4, succeeded: 5, failed: 1 })]

  test('counts stand between two looks as they were seen last', () => {
    const chart = progressChart(progress, seen(30, {}).at)
    const values = chart.points.map((point) => point.values)
    expect(values[0]).toEqual({ succeeded: 0, open: 10, failed: 0 })
    expect(values.at(-1)).toEqual({ succeeded: 5, open: 4, failed: 1 })
    expect(values.filter(({ open }) => open === 10).length / values.length).toBeCloseTo(1 / 3, 1)
    expect(new Set(chart.points.map(({ label }) => label)).size).toBe(chart.points.length)
    expect(chart.points.length).toBeLessThan(60)
    expect(progressInWords(progress)).toBe('Within 10 min, 5 more succeeded and 1 more did not; 4 are still to come.')
  })

  test('what was counted once draws no line', () => {
    expect(progressChart([progress[0] ?? seen(0, {})], null).points).toEqual([])
    expect(progressChart([], null).points).toEqual([])
    const ids = (of: typeof progress) => progressChart(of, null).series.map(({ id }) => id)
    // A line along the top would look like an alarm.
    expect(ids([seen(0, { queued: 1 }), seen(5, { succeeded: 1 })])).toEqual(['succeeded', 'open'])
    expect(ids(progress)).toEqual(['succeeded', 'open', 'failed'])
    expect(progressInWords([])).toBe('Its counts were seen once.')
  })
})

test.each([
  ['arn:aws:iot:eu-central-1:1:thing/pump-1', 'Thing', 'pump-1', '/fleet/3/pump-1'],
  ['arn:aws:iot:eu-central-1:1:thinggroup/site/a', 'Group', 'site/a', '/fleet?account=3&group=site%2Fa'],
  ['something else', 'Target', 'something else', undefined],
])('the target %s is a %s', (arn, noun, name, href) => {
  expect(targetOf(3, arn)).toEqual({ noun, name, ...(href && { href }) })
})
