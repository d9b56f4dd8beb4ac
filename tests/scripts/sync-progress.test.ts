import { expect, test } from 'vitest'
import { progressLine } from '#scripts/sync/progress.ts'

const feed = (collector: string, calls: number, callsExpected: number | null = null) => ({
  collector,
  calls,
  callsExpected,
})

test('a line says how far, how fast, how long still and what runs', () => {
  const done = [feed('things', 40), feed('policies', 20)]
  expect(progressLine([feed('certificates', 40, 240)], done, 4, 10_000)).toBe(
    '█████████████░░░░░░░░░░░ 54%  2 of 4 feeds  10 calls/s, 20 s left  certificates 40/240',
  )
})

test.each([
  [feed('a', 100, 12_100), '100 calls/s, 2 min left'],
  [feed('a', 1, 30_000), '1.0 calls/s, 8.3 h left'],
  [feed('a', 5), '5.0 calls/s  a 5'],
  [feed('a', 9, 7), '9.0 calls/s  a 9/7'],
  [feed('a', 0, 7), '0.0 calls/s  a 0/7'],
])('%o', (running, said) => {
  expect(progressLine([running], [], 2, 1_000)).toContain(said)
})

test('with nothing to do it is done', () => {
  expect(progressLine([], [], 0, 0)).toMatch(/^█{24} 100% {2}0 of 0 feeds {2}0\.0 calls\/s$/)
})
