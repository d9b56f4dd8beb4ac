'use client'

import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react'
import { cx } from '../cx.ts'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import type { Count } from '../format.ts'
import { type Failure, type Freshness, LastGoodNotice, StaleNotice } from '../panel.tsx'
import { useOpened } from '../use-opened.ts'
import { type Column, type Sort, visibleColumns, worthChoosing } from './column.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import type { Selection } from './selection.ts'
import { nothingSelected, toggleRow } from './selection.ts'
import { TableBody } from './table-body.tsx'
import { TableHead } from './table-head.tsx'
import { useRowKeys } from './use-row-keys.ts'

const SelectionBar = lazy(() => import('./selection-bar.tsx').then((module) => ({ default: module.SelectionBar })))

export type DataTableProps<Row> = {
  /** Names the table for assistive technology: "Things". */
  label: string
  /** Keep the array stable between renders (module scope or useMemo). */
  columns: readonly Column<Row>[]
  /** undefined while the first page is on its way. */
  rows: readonly Row[] | undefined
  rowId: (row: Row) => string
  /** What a row is called in the label of its checkbox; its id when absent. */
  rowName?: (row: Row) => string
  /** The row's full page; the first column becomes a link to it. */
  rowHref?: (row: Row) => string
  /** Opens the row's drawer: plain click and Enter. Without it they follow rowHref. */
  onOpen?: (row: Row) => void
  /** The row whose drawer is open. */
  openId?: string | undefined
  sort?: Sort | undefined
  onSort?: (sort: Sort) => void
  /** Ids of columns switched off; give both to keep the choice in the URL. */
  hiddenColumns?: readonly string[] | undefined
  onHiddenColumns?: (ids: string[]) => void
  /** Give both to let rows be selected. */
  selection?: Selection
  onSelection?: (selection: Selection) => void
  /** The verbs of the selection bar. */
  selectionActions?: (selection: Selection) => ReactNode
  /** How many rows the filter matches; offers "select all matching" when exact or capped. */
  total?: Count | undefined
  /** Plural of what is listed: "things". */
  noun?: string
  /** Newer rows are on their way; the old ones stay. */
  refreshing?: boolean | undefined
  failed?: Failure | undefined
  freshness?: Freshness | undefined
  /** The empty face: say why and the next step. */
  empty?: ReactNode
  /** Left of the columns menu: counts, quick filters. */
  toolbar?: ReactNode
  /** The columns menu stands elsewhere on the page. */
  menuElsewhere?: boolean
  /** Under the table: Pager or LoadMore. */
  footer?: ReactNode
  /** Grow with the rows instead of scrolling inside the window's height. */
  tall?: boolean
}

/**
 * Rows of anything: sticky header, first column pinned, keyboard (j, k, Enter, x), columns menu, selection with its
 * exact scope, and the faces loading, empty, failed, stale and full. Sorting, filtering and paging stay with the caller.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, onOpen, selection = nothingSelected, onSelection, failed, hiddenColumns } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const [ownHidden, setOwnHidden] = useState(() => columns.filter((column) => column.hidden).map(({ id }) => id))
  const hidden = hiddenColumns ?? ownHidden
  const ids = useMemo(() => rows?.map(rowId) ?? [], [rows, rowId])
  useRowKeys(body, {
    open: onOpen ? (at) => rows?.[at] && onOpen(rows[at]) : undefined,
    toggle: onSelection ? (at) => ids[at] !== undefined && onSelection(toggleRow(selection, ids[at], ids)) : undefined,
  })
  const selecting = useOpened(selection.scope === 'matching' || selection.ids.length > 0)
  const visible = visibleColumns(columns, hidden, props.sort?.by)
  const menu = !props.menuElsewhere && worthChoosing(columns)

  return (
    <div className="min-w-0">
      {props.toolbar || menu ? (
        <div className="flex min-h-11 flex-wrap items-center gap-2 px-3 py-1.5">
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 text-muted">{props.toolbar}</div>
          {menu ? (
            <ColumnsMenu columns={columns} hidden={hidden} onChange={props.onHiddenColumns ?? setOwnHidden} />
          ) : null}
        </div>
      ) : null}
      {props.freshness ? <StaleNotice {...props.freshness} /> : null}
      {failed && rows ? <LastGoodNotice failed={failed} /> : null}
      {onSelection && selecting ? (
        <Suspense fallback={null}>
          <SelectionBar
            selection={selection}
            pageIds={ids}
            total={props.total}
            noun={props.noun ?? 'rows'}
            onChange={onSelection}
            actions={props.selectionActions}
          />
        </Suspense>
      ) : null}
      {failed && !rows ? (
        <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
      ) : (
        <div
          {...(rows?.length ? {} : reachable(props.label))}
          className={cx(
            // Its pinned cells lie above its own rows, never above the page's top bar.
            'relative isolate scroll-py-9 overflow-x-auto border-line not-first:border-t first:rounded-t-lg last:rounded-b-lg print:overflow-visible!',
            !props.tall && 'md:max-h-[max(15rem,calc(100dvh-15rem))] md:overflow-y-auto print:max-h-none',
          )}
        >
          {props.refreshing ? (
            <progress aria-label="Refreshing" className="meter absolute inset-x-0 top-0 z-30 h-0.5" />
          ) : null}
          <table
            aria-label={props.label}
            aria-busy={!rows || props.refreshing || undefined}
            className="w-full border-separate border-spacing-0 text-left"
          >
            <TableHead
              columns={visible}
              ids={ids}
              selection={selection}
              onSelection={onSelection}
              sort={props.sort}
              onSort={props.onSort}
            />
            <TableBody
              ref={body}
              rows={rows}
              columns={visible}
              selection={selection}
              onSelection={onSelection}
              ids={ids}
              rowName={props.rowName}
              rowHref={props.rowHref}
              onOpen={onOpen}
              openId={props.openId}
            />
          </table>
          {rows?.length === 0 ? (props.empty ?? <EmptyState title="Nothing here" />) : null}
        </div>
      )}
      {props.footer && !(failed && !rows) ? <div className="border-t border-line px-3 py-2">{props.footer}</div> : null}
    </div>
  )
}

// Rows take the focus themselves; without any, the header still scrolls and must be reached by keyboard.
const reachable = (label: string) => ({ role: 'group', tabIndex: 0, 'aria-label': `${label}, scrolls sideways` })
