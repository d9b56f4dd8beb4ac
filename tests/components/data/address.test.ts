import { expect, test } from 'vitest'
import {
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  readAddress,
  refusedIn,
} from '#components/data/list/address.ts'

const parsers = {
  search: parseAsString,
  days: parseAsInteger,
  gone: parseAsBoolean,
  sort: parseAsStringLiteral(['name', '-name']),
}
const read = (query: string) => {
  const params = new URLSearchParams(query)
  return readAddress(parsers, (name) => params.get(name))
}

test('each parameter is read by its parser', () => {
  expect(read('search=a%20b&days=30&gone=true&sort=-name')).toEqual({
    search: 'a b',
    days: 30,
    gone: true,
    sort: '-name',
  })
})

test('what is absent or refused is null; of a repeated one the first counts', () => {
  expect(read('days=soon&sort=size&other=1')).toEqual({ search: null, days: null, gone: null, sort: null })
  expect(read('search=one&search=two').search).toBe('one')
})

test('what is said and not understood is told apart from what is not said', () => {
  const params = new URLSearchParams('days=12x&sort=size&gone=perhaps&search=&other=1')
  expect(refusedIn(parsers, (name) => params.get(name))).toEqual([
    { name: 'days', text: '12x' },
    { name: 'gone', text: 'perhaps' },
    { name: 'sort', text: 'size' },
  ])
})

test('what is written is read again', () => {
  for (const [parser, value] of [
    [parseAsInteger, -3],
    [parseAsBoolean, false],
    [parseAsString, '100% & more'],
  ] as const)
    expect(parser.parse(parser.serialize(value as never))).toBe(value)
})
