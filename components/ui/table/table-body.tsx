'use client'

import { FlexRender, type RowData, type Row as TableRow } from '@tanstack/react-table'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { MouseEvent, ReactNode, Ref } from 'react'
import { Checkbox } from '../checkbox.tsx'
import { cx } from '../cx.ts'
import { Skeleton } from '../skeleton.tsx'
import type { Column, features } from './column.ts'
import { isSelected, type Selection, toggleRow } from './selection.ts'

const cell = 'row-h border-b border-line bg-inherit whitespace-nowrap'

/** The rows, or their skeleton. Clicking a row opens it, unless something inside was clicked or text was selected. */
export function TableBody<Row extends RowData>(props: TableBodyProps<Row>) {
  const { ref, loading, rows, columns, ids, selection, onSelection, rowName, rowHref, onOpen, openId } = props
  const router = useRouter()
  const opens = onOpen ?? (rowHref ? (row: Row) => router.push(rowHref(row)) : undefined)
  if (loading) return <SkeletonRows columns={columns} selectable={onSelection !== undefined} />

  return (
    <tbody ref={ref}>
      {rows.map((row, index) => (
        <tr
          key={row.id}
          data-row=""
          tabIndex={index === 0 ? 0 : -1}
          aria-current={row.id === openId || undefined}
          onClick={opens ? (event) => !meantElsewhere(event) && opens(row.original) : undefined}
          className={cx(
            'group/row outline-none focus-visible:[&>td]:shadow-[inset_0_2px_0_var(--focus),inset_0_-2px_0_var(--focus)]',
            opens && 'cursor-pointer',
            row.id === openId || isSelected(selection, row.id)
              ? 'bg-selected'
              : cx('bg-surface', opens && 'hover:bg-hover'),
          )}
        >
          {onSelection ? (
            <td className={cx(cell, 'sticky left-0 z-[1] w-9 pr-2 pl-3')}>
              <Checkbox
                label={`Select ${rowName?.(row.original) ?? row.id}`}
                className="block"
                checked={isSelected(selection, row.id)}
                onChange={() => onSelection(toggleRow(selection, row.id, ids))}
              />
            </td>
          ) : null}
          {row.getVisibleCells().map((one, at) => {
            const column = columns[at]
            const face = <FlexRender cell={one} />
            return (
              <td
                key={one.id}
                className={cx(
                  cell,
                  'cell-x',
                  column?.className,
                  column?.align === 'end' && 'text-right',
                  at === 0 && cx('sticky z-[1] max-sm:max-w-44', onSelection ? 'left-9' : 'left-0'),
                )}
              >
                {at === 0 && rowHref ? (
                  <RowLink href={rowHref(row.original)} onPlainClick={onOpen ? () => onOpen(row.original) : undefined}>
                    {face}
                  </RowLink>
                ) : (
                  face
                )}
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  )
}
type TableBodyProps<Row extends RowData> = {
  ref: Ref<HTMLTableSectionElement>
  loading: boolean
  rows: readonly TableRow<typeof features, Row>[]
  columns: readonly Column<Row>[]
  ids: readonly string[]
  selection: Selection
  onSelection: ((selection: Selection) => void) | undefined
  rowName: ((row: Row) => string) | undefined
  rowHref: ((row: Row) => string) | undefined
  onOpen: ((row: Row) => void) | undefined
  openId: string | undefined
}

/** A real link for the new-tab click and for assistive technology; a plain click opens the drawer when there is one. */
function RowLink({
  href,
  onPlainClick,
  children,
}: {
  href: string
  onPlainClick: (() => void) | undefined
  children: ReactNode
}) {
  function click(event: MouseEvent) {
    if (!onPlainClick || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    onPlainClick()
  }
  return (
    <Link href={href} prefetch={false} onClick={click} className="flex max-w-full min-w-0 font-medium hover:underline">
      {children}
    </Link>
  )
}

function meantElsewhere(event: MouseEvent) {
  const inner = event.target instanceof Element && event.target.closest('a, button, input, label, select, summary')
  return Boolean(inner) || (window.getSelection()?.toString().length ?? 0) > 0
}

function SkeletonRows<Row>({ columns, selectable }: { columns: readonly Column<Row>[]; selectable: boolean }) {
  return (
    <tbody>
      {Array.from({ length: 10 }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical rows with no identity
        <tr key={line}>
          {selectable ? <td className={cell} /> : null}
          {columns.map((column, at) => (
            <td key={column.id} className={cx(cell, 'cell-x', column.className)}>
              <Skeleton className={cx('h-3', at === 0 ? 'w-36' : (line + at) % 3 ? 'w-16' : 'w-20')} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}
