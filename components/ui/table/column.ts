import { type ColumnDef, columnVisibilityFeature, type RowData, tableFeatures } from '@tanstack/react-table'
import type { ReactNode } from 'react'

/** One column of a DataTable. Filtering and sorting happen in SQL, so a column only says how it looks and sorts. */
export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** The sort key of the endpoint; absent when the column cannot be sorted by. */
  sort?: string
  /** The direction of the first click; newest-first columns want 'desc'. */
  firstSort?: 'asc' | 'desc'
  align?: 'start' | 'end'
  /** Width and truncation classes for header and cells: "w-40", "max-w-64". */
  className?: string
  /** Explains the column's figure; shown as the header's tip. */
  tip?: string
  /** Off until switched on in the columns menu. */
  hidden?: boolean
  /** Cannot be switched off. The first column never can. */
  always?: boolean
}

export type Sort = { by: string; direction: 'asc' | 'desc' }

export const features = tableFeatures({ columnVisibilityFeature })

/** Our columns in TanStack's shape. */
export function toColumnDefs<Row extends RowData>(columns: readonly Column<Row>[]): ColumnDef<typeof features, Row>[] {
  return columns.map((column, at) => ({
    id: column.id,
    header: column.header,
    enableHiding: at > 0 && !column.always,
    cell: ({ row }) => column.cell(row.original),
  }))
}
