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

/** The columns on show: what is not switched off, what cannot be, and the one that tells the order if no other does. */
export function visibleColumns<Row>(columns: readonly Column<Row>[], hidden: readonly string[], by?: string) {
  const on = ({ id, always }: Column<Row>, at: number) => at === 0 || always || !hidden.includes(id)
  const told = columns.some((column, at) => column.sort === by && on(column, at))
  return columns.filter((column, at) => on(column, at) || (!told && column.sort === by && by !== undefined))
}

/** A few columns that are all on show are not worth a menu. */
export const worthChoosing = (columns: readonly Pick<Column<never>, 'hidden'>[]) => columns.some(({ hidden }) => hidden)
