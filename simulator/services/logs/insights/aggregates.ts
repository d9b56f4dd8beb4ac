import { compare, type LookUp } from '../condition.ts'
import { malformedQuery } from '../refuse.ts'
import type { Tokens } from '../tokens.ts'
import type { Aggregate } from './query.ts'

/** Reads an aggregate such as `count(*)` or `max(@timestamp)`. */
export function aggregate(tokens: Tokens): Aggregate {
  const { value: name } = tokens.take('word')
  tokens.expect('(')
  const field = tokens.next?.value === ')' ? '*' : tokens.take('word').value
  tokens.expect(')')
  const fold = folds[name.toLowerCase()]
  if (!fold) throw malformedQuery(`unexpected symbol found ${name}`)
  return { name: `${name}(${field})`, fold: (rows) => fold(rows, field) }
}

type Fold = (rows: readonly LookUp[], field: string) => unknown

const values = (rows: readonly LookUp[], field: string) =>
  rows.map((lookUp) => lookUp(field)).filter((value) => value !== undefined)

const numbers = (rows: readonly LookUp[], field: string) =>
  values(rows, field)
    .map(Number)
    .filter((value) => !Number.isNaN(value))

const sum = (rows: readonly LookUp[], field: string) => numbers(rows, field).reduce((total, value) => total + value, 0)

const extreme =
  (sign: 1 | -1): Fold =>
  (rows, field) =>
    values(rows, field).reduce<unknown>(
      (best, value) => (best === undefined || sign * compare(value, String(best)) > 0 ? value : best),
      undefined,
    )

/** The value of the row that is the first, or the last, by time. */
const atTime =
  (sign: 1 | -1): Fold =>
  (rows, field) => {
    const [first] = rows.toSorted((a, b) => sign * compare(a('@timestamp'), String(b('@timestamp'))))
    return first?.(field)
  }

const folds: Readonly<Record<string, Fold>> = {
  count: (rows, field) => (field === '*' ? rows.length : values(rows, field).length),
  count_distinct: (rows, field) => new Set(values(rows, field)).size,
  sum,
  avg: (rows, field) => sum(rows, field) / (numbers(rows, field).length || 1),
  min: extreme(-1),
  max: extreme(1),
  earliest: atTime(1),
  latest: atTime(-1),
}
