import { describe, expect, test } from 'vitest'
import { describeReturn, judgeContainment } from '#server/response/engine/observation.ts'
import { breakerWords, deniedWords, nextPauseMs } from '#server/response/engine/rules.ts'
import { responseSettings } from '#server/response/engine/settings.ts'
import type { Sighting } from '#server/response/engine/sighting.ts'

const appliedAt = new Date('2026-11-20T10:00:00Z')
const later = (seconds: number) => new Date(appliedAt.getTime() + seconds * 1000)
const seen = (over: Partial<Sighting>): Sighting => ({
  clientId: 'pump-17',
  live: false,
  by: 'GetConnection',
  at: later(14),
  since: later(4),
  reason: 'SERVER_INITIATED_DISCONNECT',
  problem: null,
  ...over,
})
const live = (over: Partial<Sighting> = {}) => seen({ live: true, reason: null, ...over })

describe('what a look says', () => {
  test.each([
    [
      'out since the call',
      [seen({})],
      'out',
      'No live session for pump-17 by GetConnection at 2026-11-20 10:00:14 UTC; last disconnected 4 s after the call (SERVER_INITIATED_DISCONNECT).',
    ],
    [
      'out before the call',
      [seen({ since: later(-90), reason: null })],
      'out',
      'No live session for pump-17 by GetConnection at 2026-11-20 10:00:14 UTC; last disconnected at 2026-11-20 09:58:30 UTC, before the call.',
    ],
    [
      'never seen',
      [seen({ since: null, reason: null })],
      'out',
      'No live session for pump-17 by GetConnection at 2026-11-20 10:00:14 UTC; AWS remembers none.',
    ],
    [
      'several, all out',
      [seen({}), seen({ clientId: 'pump-18', since: later(6) })],
      'out',
      'No live session for any of 2 clients by GetConnection at 2026-11-20 10:00:14 UTC; last disconnected 6 s after the call (SERVER_INITIATED_DISCONNECT).',
    ],
    [
      'back again',
      [live({ since: later(9) })],
      'not-contained',
      'pump-17 has a live session by GetConnection at 2026-11-20 10:00:14 UTC, connected 9 s after the call.',
    ],
    [
      'one of two',
      [seen({}), live({ clientId: 'pump-18' })],
      'not-contained',
      '1 of 2 clients have a live session by GetConnection at 2026-11-20 10:00:14 UTC: pump-18.',
    ],
    [
      'one of two not known',
      [seen({}), seen({ clientId: 'pump-18', live: null, problem: 'GetConnection: denied' })],
      'unproved',
      'Nothing tells whether 1 of 2 clients has a session. GetConnection: denied',
    ],
    ['no client', [], 'unproved', 'No client ID is known for it, so that no session can be looked up.'],
  ])('%s', (_name, sightings, state, observation) => {
    expect(judgeContainment(sightings, { appliedAt })).toMatchObject({ state, observation })
  })

  test('a client that was only disconnected came back, or not yet', () => {
    expect(describeReturn(live({ since: later(9) }), appliedAt)).toEqual({
      returned: true,
      observation: 'pump-17 connected again 9 s after the call by GetConnection at 2026-11-20 10:00:14 UTC.',
    })
    expect(describeReturn(seen({}), appliedAt).returned).toBe(false)
    expect(describeReturn(live({ since: later(-60) }), appliedAt).observation).toContain('before the call')
  })
})

const guards = { errorShare: 0.2, errorsAtLeast: 5 }

test.each([
  [{ tried: 4, failed: 4 }, null],
  [{ tried: 25, failed: 5 }, null],
  [{ tried: 24, failed: 5 }, '5 of 24 targets failed (21 %); a run stops when more than 20 % do.'],
  [
    { tried: 5, failed: 5, mostly: 'AWS said no' },
    '5 of 5 targets failed (100 %); a run stops when more than 20 % do. Mostly: AWS said no',
  ],
])('the breaker: %o', (tried, words) => {
  expect(breakerWords(tried, guards)).toBe(words)
})

test.each([
  [{ ok: 0, denied: 4, action: 'iot:UpdateCertificate' }, false, false],
  [{ ok: 0, denied: 5, action: 'iot:UpdateCertificate' }, false, true],
  [{ ok: 0, denied: 1, action: null }, true, true],
  [{ ok: 1, denied: 9, action: null }, true, false],
])('all of the first calls denied: %o, window over: %s', (reception, over, stops) => {
  expect(deniedWords([['UpdateCertificate', reception]], over) !== null).toBe(stops)
})

test('looks are a second apart, then ever longer, a minute at most', () => {
  const pauses = { first: 1_000, longest: 60_000 }
  expect([0, 1_000, 3_000, 45_000, 600_000].map((since) => nextPauseMs(since, pauses))).toEqual([
    1_000, 1_000, 3_000, 45_000, 60_000,
  ])
})

test('little is in hand under AWS’s quotas, much where there are none', () => {
  const pace = (share: number, scale: number) => responseSettings({ pace: { share, scale }, leaseMs: 1 })
  expect(pace(0.5, 1)).toMatchObject({ inFlight: 8, window: 300, piece: 10 })
  expect(pace(1, 0)).toMatchObject({ inFlight: 32, window: 5_000, piece: 500 })
})
