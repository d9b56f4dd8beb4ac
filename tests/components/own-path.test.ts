import { expect, test } from 'vitest'
import { ownPath } from '#app/own-path.ts'

test.each([
  ['/policies?search=a', '/policies?search=a'],
  ['/fleet/1/a%2Fb', '/fleet/1/a%2Fb'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
  ['', '/'],
  ['fleet', '/'],
  ['https://example.invalid/', '/'],
  ['//example.invalid', '/'],
  ['/\\example.invalid', '/'],
  ['/\t/example.invalid', '/'],
  ['/.//example.invalid', '/'],
  ['/x/..//example.invalid', '/'],
  ['/%2e//example.invalid', '/'],
  ['/./\\example.invalid', '/'],
])('after signing in, %j leads to %s', (next, path) => {
  expect(ownPath(next)).toBe(path)
})
