import { expect, test } from 'vitest'
import { namedAtEnds } from '#components/ui/chart/chart.ts'

type Ends = readonly (number | null)[]
const lines = (...points: Ends[]) => ({
  kind: 'line' as const,
  series: [
    { id: 'a', label: 'A' },
    { id: 'b', label: 'B' },
  ],
  points: points.map(([a = null, b = null], at) => ({ label: String(at), values: { a, b } })),
})

test.each<[string, Ends[], boolean]>([
  ['ends far apart', [[100, 50]], true],
  ['ends too near for their names', [[100, 90]], false],
  [
    'ends near each other far below an old height',
    [
      [1000, 0],
      [100, 50],
    ],
    false,
  ],
  [
    'a line that ends in a gap',
    [
      [100, 50],
      [100, null],
    ],
    false,
  ],
  ['nothing measured', [], false],
  ['nothing but zeros', [[0, 0]], false],
])('%s', (_, points, named) => {
  expect(namedAtEnds(lines(...points))).toBe(named)
})

test('one line, or bars, have no names to place', () => {
  const data = lines([100, 50])
  expect(namedAtEnds({ ...data, series: data.series.slice(0, 1) })).toBe(false)
  expect(namedAtEnds({ ...data, kind: 'bar' })).toBe(false)
})
