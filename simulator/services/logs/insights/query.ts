import type { Condition, LookUp } from '../condition.ts'

/** One step of a query, between two pipes. */
export type Step =
  | { kind: 'fields' | 'display'; columns: Column[] }
  | { kind: 'filter'; condition: Condition }
  | { kind: 'stats'; aggregates: Aggregate[]; by: Column[] }
  | { kind: 'sort'; keys: { field: string; isDescending: boolean }[] }
  | { kind: 'limit'; count: number }
  | { kind: 'dedup'; fields: string[] }

/** A named value of a row: a field, or a time cut down to the start of its bin. */
export interface Column {
  name: string
  read: (lookUp: LookUp) => unknown
}

export interface Aggregate {
  name: string
  fold: (rows: readonly LookUp[]) => unknown
}
