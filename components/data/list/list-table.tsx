'use client'

import { type ReactNode, Suspense } from 'react'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Count } from '#components/ui/format.ts'
import type { Sort } from '#components/ui/table/column.ts'
import { DataTable, type DataTableProps } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import { type Asked, failureOf } from './failure-of.ts'
import type { OverRows } from './over-rows.ts'
import { useColumns } from './use-columns.ts'
import type { ListHands } from './use-list.ts'

/** The rows of a list with all that its address decides: their order, the page, the drawer and what narrows them. */
export function ListTable<Row>(props: ListTableProps<Row>) {
  const { list, page, what, order, noMatch, empty, drawer, total, ...table } = props
  const [hidden, setHidden] = useColumns(list.page, table.columns)
  const opened = useOpened(list.open !== undefined)
  const rows = page.data?.items
  return (
    <>
      <DataTable
        {...table}
        rows={rows}
        {...(drawer && { onOpen: (row: Row) => list.setOpen(table.rowId(row)), openId: list.open })}
        sort={list.sort ?? order}
        onSort={list.setSort}
        hiddenColumns={hidden}
        onHiddenColumns={setHidden}
        total={total ?? undefined}
        refreshing={page.isPlaceholderData}
        failed={failureOf(page, what)}
        empty={
          list.narrowed && noMatch ? (
            <EmptyState title={noMatch} action={<Button onClick={list.clear}>Clear filters</Button>}>
              None fits every filter above.
            </EmptyState>
          ) : (
            empty
          )
        }
        footer={
          <Pager
            shown={rows?.length ?? 0}
            total={total ?? undefined}
            noun={table.noun}
            busy={page.isPlaceholderData}
            {...list.pages(page.data?.nextCursor)}
          />
        }
      />
      {drawer && opened ? (
        <Suspense fallback={null}>{drawer({ openId: list.open, rows: rows ?? [], onOpen: list.setOpen })}</Suspense>
      ) : null}
    </>
  )
}

type Shown = 'label' | 'columns' | 'rowId' | 'rowName' | 'rowHref' | 'freshness' | 'toolbar' | 'tall' | 'menuElsewhere'
type Chosen = 'selection' | 'onSelection' | 'selectionActions'

export type ListTableProps<Row> = Pick<DataTableProps<Row>, Shown | Chosen> & {
  list: ListHands
  page: Asked & {
    data: { items: readonly Row[]; nextCursor: string | null } | undefined
    isPlaceholderData: boolean
  }
  /** Plural of what is listed: "things". */
  noun: string
  /** Names what was read where it fails: "The inventory". */
  what: string
  /** The endpoint's own order, when the address asks for none. */
  order?: Sort
  /** Title when the filters leave nothing: "No thing matches". */
  noMatch?: string
  /** When there is nothing even without a filter: why, and the next step. */
  empty: ReactNode
  /** Opens with a row, over the list. Lazy: its code comes with the first one. */
  drawer?: (over: OverRows<Row>) => ReactNode
  /** How many rows match; null while they are counted. */
  total?: Count | null | undefined
}
