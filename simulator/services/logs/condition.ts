/** Looks up a field of an event; undefined where the event has none of that name. */
export type LookUp = (field: string) => unknown

export type Condition = (lookUp: LookUp) => boolean

export const all =
  (conditions: readonly Condition[]): Condition =>
  (lookUp) =>
    conditions.every((condition) => condition(lookUp))

export const any =
  (conditions: readonly Condition[]): Condition =>
  (lookUp) =>
    conditions.some((condition) => condition(lookUp))

export const not =
  (condition: Condition): Condition =>
  (lookUp) =>
    !condition(lookUp)

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>='

/** Compares as numbers where both sides are, else as texts. */
export function compare(left: unknown, right: string | number): number {
  const [a, b] = [Number(left), Number(right)]
  if (left !== '' && right !== '' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b
  const [text, other] = [String(left), String(right)]
  return text === other ? 0 : text < other ? -1 : 1
}

export function holds(order: number, comparison: Comparison): boolean {
  switch (comparison) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}
