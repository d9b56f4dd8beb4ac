import { createHash } from 'node:crypto'

/**
 * A signed 64-bit hash of a value as PostgreSQL's bigint reads it. Keys are sorted, so the order in which AWS lists
 * attributes does not matter.
 */
export const contentHash = (value: unknown): string => jsonHash(stableJson(value))

/** The same of a value that is at hand as `stableJson` writes it. */
export function jsonHash(json: string): string {
  return createHash('sha1').update(json).digest().readBigInt64BE().toString()
}

/** JSON with sorted keys at every depth. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) && !(part instanceof Date) ? sorted(part) : part,
  )
}

function sorted(object: object): object {
  const keys = Object.keys(object)
  if (keys.every((key, place) => place === 0 || (keys[place - 1] ?? '') <= key)) return object
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))
}
