import type { Bound, Query } from './parse.ts'

export type FieldValue = string | number | boolean

/** The values a field holds for one item of an index; none when the item lacks it. */
export type ReadField<Item> = (item: Item) => readonly FieldValue[]

export interface Fields<Item> {
  /** Throws InvalidQueryException for a field the index cannot have. */
  named(field: string): ReadField<Item>
  /** What a term without a field is looked for in. */
  every: ReadField<Item>
}

/** A parsed query as a test of one item. */
export function predicate<Item>(fields: Fields<Item>, query: Query): (item: Item) => boolean {
  switch (query.kind) {
    case 'all':
      return () => true
    case 'and': {
      const parts = query.parts.map((part) => predicate(fields, part))
      return (item) => parts.every((matches) => matches(item))
    }
    case 'or': {
      const parts = query.parts.map((part) => predicate(fields, part))
      return (item) => parts.some((matches) => matches(item))
    }
    case 'not': {
      const matches = predicate(fields, query.part)
      return (item) => !matches(item)
    }
    case 'match':
      return anyValue(query.field ? fields.named(query.field) : fields.every, valueTest(query))
    case 'range':
      return anyValue(fields.named(query.field), rangeTest(query.from, query.to))
  }
}

const anyValue =
  <Item>(read: ReadField<Item>, test: (value: FieldValue) => boolean) =>
  (item: Item) => {
    for (const value of read(item)) if (test(value)) return true
    return false
  }

/** Values are compared without regard to case; `*` and `?` are wildcards unless quoted. */
function valueTest({ value, quoted }: { value: string; quoted: boolean }): (found: FieldValue) => boolean {
  const wanted = value.toLowerCase()
  if (quoted || !/[*?]/.test(wanted)) return (found) => String(found).toLowerCase() === wanted
  const source = wanted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const pattern = new RegExp(`^${source}$`, 's')
  return (found) => pattern.test(String(found).toLowerCase())
}

function rangeTest(from: Bound, to: Bound): (found: FieldValue) => boolean {
  return (found) => isPast(found, from, 1) && isPast(found, to, -1)
}

/** Numbers compare as numbers when both sides are, everything else as lower-case text. */
function isPast(found: FieldValue, { value, inclusive }: Bound, direction: 1 | -1): boolean {
  if (value === undefined) return true
  const order = compareValues(found, value) * direction
  return order > 0 || (inclusive && order === 0)
}

function compareValues(found: FieldValue, bound: string): number {
  const [a, b] = [Number(found), Number(bound)]
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b
  const [textA, textB] = [String(found).toLowerCase(), bound.toLowerCase()]
  if (textA === textB) return 0
  return textA < textB ? -1 : 1
}

export const present = <Value>(value: Value | undefined): Value[] => (value === undefined ? [] : [value])
