import { isoCell, plainCell } from '#server/platform/csv-export.ts'
import { Fragment, joined, sql } from '#server/platform/sql.ts'
import type { FactScope } from './scope.ts'

/**
 * What a column holds, for spreadsheets and for the pseudonymised variant. name: a thing, client ID or certificate ID;
 * subject: one of these when the row's `subject_kind` says so; text: words of people, devices or AWS, that may name them;
 * attributes: `key=value; …`, of which the values may be anything; word: numbers and words of a fixed list, that name nobody; order:
 * a number that tells the order of names, and is left out where names are.
 */
export type ColumnKind = 'name' | 'subject' | 'address' | 'text' | 'attributes' | 'word' | 'order' | 'time'

export type Column = readonly [name: string, kind: ColumnKind, expression: Fragment]

/** All rows of one kind, as a report keeps them. */
export type Register = {
  name: string
  title: string
  /** What the scope's thing groups do to it: nothing where a row is about no thing. */
  narrows: 'groups' | 'accounts' | 'nothing'
  /** How many of its first rows the document itself holds, too. */
  listed: number
  /** Its rows stand in an order that tells of names: AWS lists things by name, and so they were read first. */
  byName?: boolean
  columns: readonly Column[]
  /** FROM, WHERE and ORDER BY. */
  rows(scope: FactScope): Fragment
}

/** Declares a register. */
export const register = (definition: Register): Register => definition

/** Its rows for CSV: what a spreadsheet would run is made harmless, times are ISO 8601 in UTC. */
export function csvSelect({ columns, rows }: Register, scope: FactScope): Fragment {
  return sql`select ${selected(columns, ([, kind, expression]) => cell(kind, expression))} ${rows(scope)}`
}

/** The same rows in no order at all. */
export const shuffledSelect = (register: Register, scope: FactScope): Fragment =>
  sql`select r.* from (${csvSelect(register, scope)}) r order by random()`

/** Its rows with nothing made harmless: what they are measured against. */
export function plainSelect({ columns, rows }: Register, scope: FactScope): Fragment {
  return sql`select ${selected(columns, ([, , expression]) => expression)} ${rows(scope)}`
}

/** Its first rows, each as one JSON object `item`, as they are. */
export function listedSelect({ columns, rows, listed }: Register, scope: FactScope): Fragment {
  const asTold = selected(columns, ([, kind, expression]) => (kind === 'time' ? isoCell(expression) : expression))
  return sql`select to_jsonb(r) as item from (select ${asTold} ${rows(scope)} limit ${listed}) r`
}

const selected = (columns: readonly Column[], write: (column: Column) => Fragment) =>
  joined(
    columns.map((column) => named(write(column), column[0])),
    ', ',
  )

// The names are our own words, so that they may be text of the statement.
const named = (expression: Fragment, name: string) => new Fragment(['', ` as "${name}"`], [expression])

function cell(kind: ColumnKind, expression: Fragment): Fragment {
  if (kind === 'time') return isoCell(expression)
  return kind === 'word' || kind === 'order' ? expression : plainCell(expression)
}
