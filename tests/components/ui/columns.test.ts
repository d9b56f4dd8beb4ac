import { expect, test } from 'vitest'
import { type Column, visibleColumns, worthChoosing } from '#components/ui/table/column.ts'

const column = (id: string, more: Partial<Column<string>> = {}): Column<string> => ({
  ...{ id, header: id, cell: String },
  ...more,
})
const columns = [
  column('name', { sort: 'name' }),
  column('expiry', { sort: 'expiry' }),
  column('last-day', { sort: 'expiry', hidden: true }),
  column('created', { sort: 'created', hidden: true }),
  column('state', { always: true }),
]
const shown = (hidden: string[], by?: string) => visibleColumns(columns, hidden, by).map(({ id }) => id)

test.each([
  ['what is switched off is not shown', ['last-day', 'created'], undefined, ['name', 'expiry', 'state']],
  [
    'the first and those that stay cannot be',
    ['name', 'state', 'expiry', 'last-day', 'created'],
    undefined,
    ['name', 'state'],
  ],
  ['what tells the order is shown', ['last-day', 'created'], 'created', ['name', 'expiry', 'created', 'state']],
  ['unless another column tells it', ['last-day', 'created'], 'expiry', ['name', 'expiry', 'state']],
])('columns: %s', (_, hidden, by, expected) => {
  expect(shown(hidden, by)).toEqual(expected)
})

test('a menu of columns is offered where one of them waits to be switched on', () => {
  expect(worthChoosing(columns)).toBe(true)
  expect(worthChoosing(columns.filter(({ hidden }) => !hidden))).toBe(false)
})
