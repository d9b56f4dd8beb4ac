import { expect, test } from 'vitest'
import { decodable } from '#server/web/decodable.ts'

test.each([
  ['/fleet/1/a%20b?x=%ff', '/fleet/1/a%20b?x=%ff'],
  ['/fleet/1/%ff?x=%&y=?', '/fleet/1/%25ff?x=%&y=?'],
  ['/%', '/%25'],
  ['/a%2', '/a%252'],
  ['/%E0%A4%A', '/%25E0%25A4%25A'],
  ['/%00', '/%00'],
  ['', ''],
])('%s is taken as %s', (url, taken) => {
  expect(decodable(url)).toBe(taken)
  expect(() => decodeURIComponent(taken.split('?')[0] ?? '')).not.toThrow()
})
