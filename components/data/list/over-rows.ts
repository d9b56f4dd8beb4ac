/** What a list hands to the drawer over it. */
export type OverRows<Row> = {
  /** The row's id in the address; undefined while the drawer is closed. */
  openId: string | undefined
  /** The page behind it, which the row need not be on. */
  rows: readonly Row[]
  onOpen: (id: string | null) => void
}

/** The row the address names, if it is on the page, and what a Drawer needs to close and to step to its neighbours. */
export function overRows<Row>({ openId, rows, onOpen }: OverRows<Row>, rowId: (row: Row) => string) {
  const at = rows.findIndex((row) => rowId(row) === openId)
  const stepTo = (row: Row | undefined) => (row ? () => onOpen(rowId(row)) : undefined)
  return {
    row: rows[at],
    steps: {
      open: openId !== undefined,
      onClose: () => onOpen(null),
      onPrevious: at > 0 ? stepTo(rows[at - 1]) : undefined,
      onNext: at >= 0 ? stepTo(rows[at + 1]) : undefined,
    },
  }
}
