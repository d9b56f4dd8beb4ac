'use client'

import { useRouter } from 'next/navigation'
import type { MouseEvent, ReactNode, Ref } from 'react'
import { Checkbox } from '../checkbox.tsx'
import { cx } from '../cx.ts'
import { Link } from '../link.tsx'
import { Skeleton } from '../skeleton.tsx'
import type { Column } from './column.ts'
import { isSelected, type Selection, toggleRow } from './selection.ts'

const cell = 'row-h border-b border-line bg-inherit whitespace-nowrap'

/** The rows, or their skeleton. Clicking a row opens it, unless something inside was clicked or text was selected. */
export function TableBody<Row>(props: TableBodyProps<Row>) {
  const { ref, rows, columns, ids, selection, onSelection, rowName, rowHref, onOpen, openId } = props
  const router = useRouter()
  const opens = onOpen ?? (rowHref ? (row: Row) => router.push(rowHref(row)) : undefined)
  if (!rows) return <SkeletonRows columns={columns} selectable={onSelection !== undefined} />

  return (
    <tbody ref={ref}>
      {rows.map((row, index) => {
        const id = ids[index] ?? ''
        return (
          <tr
            key={id}
            data-row=""
            tabIndex={index === 0 ? 0 : -1}
            aria-current={id === openId || undefined}
            onClick={opens ? (event) => !meantElsewhere(event) && opens(row) : undefined}
            className={cx(
              'group/row outline-none focus-visible:[&>td]:shadow-[inset_0_2px_0_var(--focus),inset_0_-2px_0_var(--focus)]',
              opens && 'cursor-pointer',
              id === openId || isSelected(selection, id) ? 'bg-selected' : cx('bg-surface', opens && 'hover:bg-hover'),
            )}
          >
            {onSelection ? (
              <td className={cx(cell, 'sticky left-0 z-[1] w-9 pr-2 pl-3')}>
                <Checkbox
                  label={`Select ${rowName?.(row) ?? id}`}
                  className="block"
                  checked={isSelected(selection, id)}
                  onChange={() => onSelection(toggleRow(selection, id, ids))}
                />
              </td>
            ) : null}
            {columns.map((column, at) => {
              const face = column.cell(row)
              return (
                <td
                  key={column.id}
                  className={cx(
                    cell,
                    'cell-x',
                    column.className,
                    column.align === 'end' && 'text-right',
                    at === 0 && cx('sticky z-[1] max-sm:max-w-44', onSelection ? 'left-9' : 'left-0'),
                  )}
                >
                  {at === 0 && rowHref ? (
                    <RowLink href={rowHref(row)} onPlainClick={onOpen ? () => onOpen(row) : undefined}>
                      {face}
                    </RowLink>
                  ) : (
                    face
                  )}
                </td>
              )
            })}
          </tr>
        )
      })}
    </tbody>
  )
}
type TableBodyProps<Row> = {
  ref: Ref<HTMLTableSectionElement>
  /** undefined while they are on their way. */
  rows: readonly Row[] | undefined
  columns: readonly Column<Row>[]
  /** Of the rows, in their order. */
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
    <Link href={href} onClick={click} className="flex max-w-full min-w-0 font-medium hover:underline">
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
