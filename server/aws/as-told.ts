import { plainText } from '#server/platform/plain-text.ts'

/** Plain JSON, of a shape that is parsed where it is read. */
export type AsTold = { [field: string]: unknown }

/**
 * What AWS answered, as it is kept: without the SDK's own part, dates as ISO strings, and texts as PostgreSQL can hold
 * them. Throws nothing; what JSON cannot say is left out.
 */
export function asTold(answer: object): AsTold {
  const { $metadata: _, ...said } = answer as AsTold
  return plain(said) as AsTold
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[plainText(key), plain(one)]])),
    )
  }
  return typeof value === 'number' && !Number.isFinite(value) ? null : value
}
