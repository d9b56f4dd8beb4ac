import { describe, expect, test } from 'vitest'
import { kindOf } from '#server/deployments/software/changes.ts'
import { compareVersions } from '#server/deployments/software/versions.ts'

describe('which of two versions is newer', () => {
  test.each([
    ['1.9', '1.10', -1],
    ['2.0', '2.0.0', 0],
    ['2.0', '2.0.1', -1],
    ['v2.0', '2.0', 0],
    ['2.0-rc.1', '2.0', -1],
    ['2.0-rc.2', '2.0-rc.10', -1],
    ['2.0+build5', '2.0+build6', 0],
    ['2.0a', '2.0', 1],
    ['2026-01-05', '2026-01-12', -1],
    ['20261120093000123456', '20261120093000123457', -1],
    ['blue', 'green', null],
    ['1.0', 'green', null],
    ['same', 'same', 0],
  ])('%s and %s', (a, b, expected) => {
    expect(compareVersions(a, b)).toBe(expected)
    expect(compareVersions(b, a)).toBe(expected === null ? null : 0 - expected || 0)
  })

  test('where numbers do not tell, the release does', () => {
    const releases = new Map([
      ['blue', 1],
      ['green', 2],
      ['2.0+a', 5],
      ['2.0+b', 4],
    ])
    expect(compareVersions('blue', 'green', releases)).toBe(-1)
    expect(compareVersions('2.0+a', '2.0+b', releases)).toBe(1)
    expect(compareVersions('blue', 'red', releases)).toBeNull()
  })
})

test.each([
  ['first', { from_version: null }, null],
  ['removed', { version: null }, null],
  ['downgrade', { deployment_id: '1' }, 1],
  ['announced', { deployment_id: '1' }, -1],
  ['announced', { stated: true }, null],
  ['announced', { dependency: true }, -1],
  ['unannounced', {}, -1],
  ['unannounced', {}, null],
])('a change is %s with %j', (kind, change, order) => {
  const plain = { from_version: '1', version: '2', deployment_id: null, stated: false, dependency: false }
  expect(kindOf({ ...plain, ...change }, order)).toBe(kind)
})
