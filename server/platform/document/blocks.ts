/** A document to be drawn, as plain values. Text of any length and script; a line feed in it begins a new line. */
export type Printed = {
  title: string
  author: string
  subject: string
  /** The moment it is of: the same content of the same moment gives the same bytes. */
  at: Date
  /** Stands at the foot of every page, before its number. */
  foot: string
  /** A book has a cover and begins each chapter on a new page; a memo runs on. */
  layout: 'book' | 'memo'
  /** Below the title: what it is, and what stands on the first page. */
  lead: string
  opening: readonly Block[]
  chapters: readonly Chapter[]
}

/** Reached from the outline of a reader, and so are the sections in it that are marked. */
export type Chapter = { title: string; lead?: string; blocks: readonly Block[] }

export type Block = Words | Table | Section

export type Words = { kind: 'words'; text: string; quiet: boolean }

/** `ruled` sections stand apart by a line, with a smaller heading, and are listed in the outline. */
export type Section = { kind: 'section'; title: string; ruled: boolean; blocks: readonly Block[] }

/** The first cell of each row is the row's header. `heads` name the columns, and stand again on every page it runs to. */
export type Table = {
  kind: 'table'
  caption?: string
  heads: readonly string[]
  columns: readonly Column[]
  rows: readonly (readonly Cell[])[]
}

/** In points; without a width, what is left of the line. */
export type Column = { width?: number; align?: 'right' }

/** `note` is set smaller, below the text. */
export type Cell = { text: string; note?: string }

const labelWidth = 130
const numberWidth = 62

export const words = (text: string): Words => ({ kind: 'words', text, quiet: false })

/** A remark: smaller and paler. */
export const note = (text: string): Words => ({ kind: 'words', text, quiet: true })

export const section = (title: string, blocks: readonly Block[]): Section => ({
  kind: 'section',
  title,
  ruled: false,
  blocks,
})

export const ruledSection = (title: string, blocks: readonly Block[]): Section => ({
  kind: 'section',
  title,
  ruled: true,
  blocks,
})

export type Row = readonly [label: string, value: string, note?: string]

/** Rows of a label and what it stands for; none when there is none. */
export function rows(
  list: readonly Row[],
  { caption, heads = [] }: { caption?: string; heads?: readonly [label: string, value: string] | readonly [] } = {},
): Block[] {
  if (list.length === 0) return []
  const cells = list.map(([label, value, remark]) => [
    { text: label },
    { text: value, ...(remark !== undefined && { note: remark }) },
  ])
  return [
    {
      kind: 'table',
      ...(caption !== undefined && { caption }),
      heads,
      columns: [{ width: labelWidth }, {}],
      rows: cells,
    },
  ]
}

/** A table of numbers: its first column is text. */
export const numbers = (heads: readonly string[], list: readonly (readonly (string | number)[])[]): Table => ({
  kind: 'table',
  heads,
  columns: heads.map((_, place) => (place === 0 ? {} : { width: numberWidth, align: 'right' as const })),
  rows: list.map((row) => row.map((cell) => ({ text: String(cell) }))),
})
