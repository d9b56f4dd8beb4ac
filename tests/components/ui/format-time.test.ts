import { describe, expect, test } from 'vitest'
import { formatRelative, span } from '#components/ui/format-time.ts'

const days = (count: number) => count * 86_400_000

describe('a length of time in its largest fitting unit', () => {
  test.each([
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [days(2) - 1, '47 h'],
    [days(2), '2 days'],
    [days(92), '92 days'],
    [days(93), '3 months'],
    [days(730), '23 months'],
    [days(731), '2 years'],
    [days(3653), '10 years'],
  ])('%i ms is %s', (lengthMs, words) => {
    expect(span(lengthMs)).toBe(words)
  })
})

test.each([
  [0, 'just now'],
  [-59_000, 'just now'],
  [-61_000, '1 min ago'],
  [30_000, 'just now'],
  [60_000, 'in 1 min'],
  [3_600_000 - 1, 'in 59 min'],
  // An approval of four hours, a moment after it was asked for.
  [4 * 3_600_000 - 2_000, 'in 3 h 59 min'],
  [4 * 3_600_000, 'in 4 h'],
  [days(2) - 1, 'in 47 h 59 min'],
  // A temporary password of seven days.
  [days(7) - 2_000, 'in 6 days 23 h'],
  [days(6), 'in 6 days'],
  [days(7) + 3_600_000, 'in 7 days'],
  [days(93), 'in 3 months'],
])('%i ms from now is %s', (distanceMs, words) => {
  expect(formatRelative(1_700_000_000_000 + distanceMs, 1_700_000_000_000)).toBe(words)
})
