import { expect, test } from 'vitest'
import { trendOf } from '#components/overview/trends.ts'

const day = (name: string, things: number) => ({ day: name, things, connected: null, expired: 0, expiring: 0 })
const series = [{ id: 'things', label: 'Things' }] as const

test('a day nobody measured is a gap', () => {
  const { points } = trendOf([day('2026-11-18', 5), day('2026-11-20', 7)], series)
  expect(points.map(({ label, values }) => [label, values.things])).toEqual([
    ['2026-11-18', 5],
    ['2026-11-19', null],
    ['2026-11-20', 7],
  ])
})

test('one day is no trend', () => {
  expect(trendOf([day('2026-11-20', 7)], series).points).toEqual([])
})
