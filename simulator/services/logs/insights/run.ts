import { compare, type LookUp } from '../condition.ts'
import type { Aggregate, Column, Step } from './query.ts'

export interface Result {
  rows: { field: string; value: string }[][]
  /** Events that came through every filter. */
  matched: number
}

/** What a query without a limit of its own returns at most. */
const defaultLimit = 10_000
const usualFields = ['@timestamp', '@message']
const pointer = '@ptr'

/** Runs a query over events, newest first as CloudWatch has them unless the query sorts. */
export function runQuery(steps: readonly Step[], events: readonly LookUp[], limit = defaultLimit): Result {
  let rows = events
  let columns: string[] = []
  let isGrouped = false
  let most = limit
  let matched = rows.length
  for (const step of steps) {
    switch (step.kind) {
      case 'filter':
        rows = rows.filter(step.condition)
        if (!isGrouped) matched = rows.length
        break
      case 'fields':
      case 'display':
        columns = [...(step.kind === 'fields' ? columns : []), ...step.columns.map(({ name }) => name)]
        rows = rows.map((row) => withColumns(row, step.columns))
        break
      case 'stats':
        rows = grouped(rows, step.aggregates, step.by)
        columns = [...step.by, ...step.aggregates].map(({ name }) => name)
        isGrouped = true
        break
      case 'sort':
        rows = rows.toSorted((a, b) => inOrder(a, b, step.keys))
        break
      case 'dedup':
        rows = distinct(rows, step.fields)
        break
      case 'limit':
        most = step.count
    }
  }
  const named = columns.length ? columns : usualFields
  const shown = isGrouped ? named : [...named.filter((name) => name !== pointer), pointer]
  return { rows: rows.slice(0, most).map((row) => cells(row, shown)), matched }
}

/** Fields that a row lacks are left out of it. */
const cells = (row: LookUp, fields: readonly string[]) =>
  fields.flatMap((field) => {
    const value = row(field)
    return value === undefined || value === null ? [] : [{ field, value: String(value) }]
  })

function withColumns(row: LookUp, columns: readonly Column[]): LookUp {
  const made = new Map(columns.map(({ name, read }) => [name, read]))
  return (field) => {
    const read = made.get(field)
    return read ? read(row) : row(field)
  }
}

function grouped(rows: readonly LookUp[], aggregates: readonly Aggregate[], by: readonly Column[]): LookUp[] {
  const groups = new Map<string, { keys: unknown[]; rows: LookUp[] }>()
  for (const row of rows) {
    const keys = by.map(({ read }) => read(row))
    const key = JSON.stringify(keys)
    const group = groups.get(key) ?? { keys, rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  return [...groups.values()].map((group) => {
    const values = new Map<string, unknown>()
    for (const [place, { name }] of by.entries()) values.set(name, group.keys[place])
    for (const { name, fold } of aggregates) values.set(name, fold(group.rows))
    return (field) => values.get(field)
  })
}

function inOrder(a: LookUp, b: LookUp, keys: readonly { field: string; isDescending: boolean }[]): number {
  for (const { field, isDescending } of keys) {
    const order = compare(a(field), String(b(field)))
    if (order) return isDescending ? -order : order
  }
  return 0
}

function distinct(rows: readonly LookUp[], fields: readonly string[]): LookUp[] {
  const seen = new Set<string>()
  return rows.filter((row) => {
    const key = JSON.stringify(fields.map((field) => row(field)))
    return !seen.has(key) && seen.add(key)
  })
}
