import { expect, test } from 'vitest'
import { type FeedRow, feedState, pace } from '#server/sync/rules.ts'

const now = new Date('2026-06-01T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const everyS = 600

const aRow = (row: Partial<FeedRow> = {}): FeedRow => ({
  state: 'idle',
  lastOutcome: 'ok',
  lastSuccessAt: ago(60),
  lastFinishedAt: ago(60),
  leaseUntil: null,
  ...row,
})

test.each<[string, FeedRow | null, string]>([
  ['no row', null, 'never'],
  ['asked for, not begun', aRow({ lastOutcome: null, lastSuccessAt: null, lastFinishedAt: null }), 'never'],
  ['just done', aRow(), 'fresh'],
  ['done in part', aRow({ lastOutcome: 'partial' }), 'fresh'],
  ['three periods old', aRow({ lastSuccessAt: ago(1800) }), 'fresh'],
  ['a second more', aRow({ lastSuccessAt: ago(1801) }), 'stale'],
  ['never a success', aRow({ lastOutcome: 'partial', lastSuccessAt: null }), 'stale'],
  ['running', aRow({ state: 'running', leaseUntil: ago(-1), lastOutcome: 'failed' }), 'running'],
  ['left by a dead worker', aRow({ state: 'running', leaseUntil: ago(1), lastSuccessAt: ago(1801) }), 'stale'],
  ['left by a dead worker, never done', aRow({ state: 'running', leaseUntil: ago(1), lastFinishedAt: null }), 'never'],
  ['failed', aRow({ lastOutcome: 'failed' }), 'failed'],
  ['denied', aRow({ lastOutcome: 'not-permitted', lastSuccessAt: ago(9999) }), 'not-permitted'],
  ['not offered', aRow({ lastOutcome: 'unavailable' }), 'unavailable'],
  ['no credentials', aRow({ lastOutcome: 'credentials' }), 'credentials'],
])('%s', (_, row, state) => {
  expect(feedState(row, everyS, now)).toBe(state)
})

test.each([
  [0.5, 10, 100, null, null],
  [10, 0, 100, null, null],
  [10, 50, null, 5, null],
  [10, 50, 150, 5, 20],
  [10, 50, 40, 5, 0],
])('after %d s and %d of %s calls', (seconds, calls, callsExpected, callsPerSecond, etaS) => {
  expect(pace({ startedAt: ago(seconds), calls, callsExpected }, now)).toEqual({ callsPerSecond, etaS })
})
