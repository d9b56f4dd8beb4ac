'use client'

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { Checkbox } from '../checkbox.tsx'
import { cx } from '../cx.ts'
import type { Column, Sort } from './column.ts'
import { isSelected, type Selection, togglePage } from './selection.ts'

const cell =
  'sticky top-0 z-10 h-8 border-b border-line-strong bg-surface text-xs font-medium text-muted whitespace-nowrap'

/** The header row: sort buttons with aria-sort, and the checkbox of the page. */
export function TableHead<Row>({ columns, ids, selection, onSelection, sort, onSort }: TableHeadProps<Row>) {
  const chosen = ids.filter((id) => isSelected(selection, id)).length
  return (
    <thead>
      <tr>
        {onSelection ? (
          <th className={cx(cell, 'left-0 z-20 w-9 pr-2 pl-3')}>
            <Checkbox
              label="Select all rows on this page"
              className="block"
              checked={ids.length > 0 && chosen === ids.length}
              indeterminate={chosen > 0 && chosen < ids.length}
              onChange={() => onSelection(togglePage(selection, ids))}
            />
          </th>
        ) : null}
        {columns.map((column, at) => {
          const active = sort && column.sort === sort.by ? sort.direction : undefined
          return (
            <th
              key={column.id}
              scope="col"
              data-tip={column.tip}
              aria-sort={active ? (active === 'asc' ? 'ascending' : 'descending') : undefined}
              className={cx(
                cell,
                'cell-x',
                column.className,
                column.align === 'end' && 'text-right',
                at === 0 && (onSelection ? 'left-9 z-20' : 'left-0 z-20'),
              )}
            >
              {column.sort && onSort ? (
                <SortButton column={column} active={active} onSort={onSort} />
              ) : (
                <span>{column.header}</span>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
type TableHeadProps<Row> = {
  columns: readonly Column<Row>[]
  ids: readonly string[]
  selection: Selection
  onSelection: ((selection: Selection) => void) | undefined
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}

function SortButton<Row>({ column, active, onSort }: SortButtonProps<Row>) {
  const Icon = active === 'asc' ? ArrowUp : active === 'desc' ? ArrowDown : ChevronsUpDown
  function press() {
    if (column.sort === undefined) return
    const direction = active === undefined ? (column.firstSort ?? 'asc') : active === 'asc' ? 'desc' : 'asc'
    onSort({ by: column.sort, direction })
  }
  return (
    <button
      type="button"
      onClick={press}
      className={cx(
        '-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-ink',
        active && 'text-ink',
        column.align === 'end' && 'flex-row-reverse',
      )}
    >
      {column.header}
      <Icon aria-hidden className={cx('size-3', !active && 'text-faint opacity-60')} />
    </button>
  )
}
type SortButtonProps<Row> = { column: Column<Row>; active: 'asc' | 'desc' | undefined; onSort: (sort: Sort) => void }
