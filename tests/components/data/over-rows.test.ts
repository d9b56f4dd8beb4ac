import { describe, expect, test, vi } from 'vitest'
import { parseAccountKey } from '#components/data/list/account-key.ts'
import { overRows } from '#components/data/list/over-rows.ts'

const rows = ['a', 'b', 'c'].map((id) => ({ id }))
const over = (openId: string | undefined) => {
  const onOpen = vi.fn<(id: string | null) => void>()
  const { row, steps } = overRows({ openId, rows, onOpen }, ({ id }) => id)
  steps.onPrevious?.()
  steps.onNext?.()
  return { open: steps.open, row: row?.id, went: onOpen.mock.calls.map(([id]) => id) }
}

test.each([
  ['the first', 'a', { open: true, row: 'a', went: ['b'] }],
  ['one between', 'b', { open: true, row: 'b', went: ['a', 'c'] }],
  ['the last', 'c', { open: true, row: 'c', went: ['b'] }],
  ['one that is on no row of this page', 'z', { open: true, row: undefined, went: [] }],
  ['none', undefined, { open: false, row: undefined, went: [] }],
])('a drawer over %s steps to its neighbours alone', (_, openId, expected) => {
  expect(over(openId)).toEqual(expected)
})

describe('the account and the name in a row’s id', () => {
  test.each([
    ['1:device-telemetry', { account: 1, name: 'device-telemetry' }],
    ['12/pump:7', { account: 12, name: 'pump:7' }],
    ['pump-7', undefined],
    ['1234567890:too-long', undefined],
    ['1:', undefined],
    [undefined, undefined],
  ])('%s', (key, expected) => {
    expect(parseAccountKey(key)).toEqual(expected)
  })
})
