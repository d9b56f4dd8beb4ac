import { expect, test } from 'vitest'
import { matricesOf, newestFirst } from '#components/deployments/software/matrix.ts'

const cell = (of: string, version: string, things: number, intended = false, account = 1) => ({
  account,
  package: 'firmware',
  version,
  of,
  things,
  intended,
  behind: 0,
})

test('types stand down, versions across, the newest first; what is meant is marked and what says nothing is counted', () => {
  const [matrix] = matricesOf({
    versions: [cell('pump', '1.9.0', 4), cell('pump', '1.10.0', 6, true), cell('valve', '1.9.0', 2)],
    unknown: [{ account: 1, of: 'pump', things: 3 }],
  })
  expect(matrix).toMatchObject({ package: 'firmware', versions: ['1.10.0', '1.9.0'], folded: 0 })
  expect(matrix?.rows).toMatchObject([
    { of: 'pump', cells: [{ things: 6, intended: true }, { things: 4 }], unknown: 3 },
    { of: 'valve', cells: [null, { things: 2 }], unknown: 0 },
  ])
})

test('old versions are folded with their things, but never the one that is meant', () => {
  const many = Array.from({ length: 10 }, (_, at) => cell('pump', `1.${at}`, 1, at === 0))
  const [matrix] = matricesOf({ versions: many, unknown: [] })
  expect(matrix?.versions).toEqual(['1.9', '1.8', '1.7', '1.6', '1.5', '1.4', '1.0'])
  expect(matrix?.folded).toBe(3)
  expect(matrix?.rows[0]?.older).toBe(3)
})

test('types of the same name in two accounts are two rows; packages are apart', () => {
  const all = matricesOf({
    versions: [cell('pump', '1', 1), cell('pump', '1', 2, false, 2), { ...cell('pump', '7', 9), package: 'agent' }],
    unknown: [],
  })
  expect(all.map((one) => [one.package, one.rows.length])).toEqual([
    ['agent', 1],
    ['firmware', 2],
  ])
})

test('the package that most things are behind with comes first', () => {
  const one = { ...cell('pump', '1', 9), behind: 1 }
  const all = matricesOf({ versions: [one, { ...cell('pump', '1', 3), package: 'os', behind: 2 }], unknown: [] })
  expect(all.map((matrix) => [matrix.package, matrix.behind, matrix.rows[0]?.cells[0]?.behind])).toEqual([
    ['os', 2, 2],
    ['firmware', 1, 1],
  ])
})

test('versions are ordered by their numbers', () => {
  expect(['2.0', '10.0', '2.0-rc1', 'edge'].sort(newestFirst)).toEqual(['edge', '10.0', '2.0-rc1', '2.0'])
})
