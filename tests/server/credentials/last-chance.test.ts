import { expect, test } from 'vitest'
import { lastChance, type Visits } from '#server/credentials/last-chance.ts'

const now = new Date('2026-11-20T12:00:00Z')
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
const hour = 3600

/** A device that disconnected six hours ago and is usually away for four. */
const visits = (known: Partial<Visits> = {}): Visits => ({
  connected: false,
  since: hours(-6),
  gapsObserved: 5,
  typicalGapS: 4 * hour,
  longestGapS: 9 * hour,
  ...known,
})

test.each<[string, Date | null, Visits | null, string, Date | null]>([
  ['nothing expires', null, visits(), 'no-expiry', null],
  ['nothing says whether it connects', hours(100), null, 'presence-unknown', null],
  [
    'connected: may leave for as long as it ever did',
    hours(100),
    visits({ connected: true }),
    'connected-now',
    hours(91),
  ],
  [
    'connected, longest absence unknown',
    hours(100),
    visits({ connected: true, longestGapS: null }),
    'connected-now',
    hours(96),
  ],
  [
    'connected, never seen away',
    hours(100),
    visits({ connected: true, longestGapS: null, typicalGapS: null, gapsObserved: 0 }),
    'connected-now',
    hours(100),
  ],
  ['connected past the end', hours(-1), visits({ connected: true }), 'connected-now', null],
  ['connected, longer away than is left', hours(8), visits({ connected: true }), 'connected-now', null],
  ['never connected', hours(100), visits({ since: null }), 'never-connected', null],
  ['the last visit before the end', hours(3), visits(), 'estimated', hours(2)],
  ['a visit at the very end', hours(2), visits(), 'estimated', hours(2)],
  ['the next visit comes too late', hours(1), visits(), 'passed', hours(-2)],
  ['away for longer than is left', hours(1), visits({ typicalGapS: 100 * hour }), 'passed', hours(-6)],
  ['expired while away', hours(-1), visits(), 'passed', null],
  ['expires at this moment', now, visits(), 'passed', null],
  ['one absence is no habit', hours(100), visits({ gapsObserved: 1 }), 'not-enough-observed', null],
  ['two are', hours(3), visits({ gapsObserved: 2 }), 'estimated', hours(2)],
  ['absences without length', hours(100), visits({ typicalGapS: null }), 'not-enough-observed', null],
  [
    'AWS’s own certificates end in 2049',
    new Date('2049-12-31T23:59:59Z'),
    visits({ connected: true, longestGapS: 0 }),
    'connected-now',
    new Date('2049-12-31T23:59:59Z'),
  ],
])('%s', (_, notAfter, known, state, at) => {
  expect(lastChance(notAfter, known, now)).toEqual({
    state,
    at: at?.toISOString() ?? null,
    gapsObserved: known?.gapsObserved ?? 0,
    typicalGapS: known?.typicalGapS ?? null,
    longestGapS: known?.longestGapS ?? null,
  })
})
