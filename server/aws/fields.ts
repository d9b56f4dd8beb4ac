import { z } from 'zod'
import { plainText } from '#server/platform/plain-text.ts'
import { earliestMs, latestMs } from '#server/platform/plain-time.ts'

// AWS's own limits are far below these. Other endpoints have none, and one object must not keep a page from being kept.
const longestText = 1_000_000
const longestLabel = 256
const longestAttribute = 10_000

/** A name or id, by which a thing is known and found: one too long for an index is not taken. */
export const name = z.string().min(1).max(longestLabel).transform(plainText)

/** A principal or target, as an ARN or a Cognito identity. */
export const reference = z.string().min(1).max(640).transform(plainText)

/** Any text. */
export const text = z.string().transform((value) => plainText(cut(value, longestText)))
const label = z.string().transform((value) => plainText(cut(value, longestLabel)))

// What a field does not hold as documented is not known, which is no reason to know nothing of the object.

/** Any text; undefined when absent or of another type. */
export const optionalText = text.optional().catch(undefined)

/** A short text that is counted and filtered by; undefined when absent or of another type. */
export const optionalLabel = label.optional().catch(undefined)

/** A name that refers to another object; undefined when absent or of another type. */
export const optionalName = name.optional().catch(undefined)

export const optionalFlag = z.boolean().optional().catch(undefined)

/** An object's status in AWS's words, or UNKNOWN. */
export const status = label.catch('UNKNOWN')

/** A number that PostgreSQL's int holds. */
export const optionalInt = z.number().int().min(-2_147_483_648).max(2_147_483_647).optional().catch(undefined)

/** A number that JavaScript holds exactly. */
export const optionalCount = z.number().int().optional().catch(undefined)

/** An instant between the years 1 and 9999, which every calendar we meet knows. */
export const optionalDate = z
  .date()
  .refine((time) => time.getTime() >= earliestMs && time.getTime() <= latestMs)
  .optional()
  .catch(undefined)

/** The same in milliseconds since 1970. */
export const optionalTimestamp = z.number().min(earliestMs).max(latestMs).optional().catch(undefined)

/** Names and values; what is no text is left out. */
export const optionalAttributes = z
  .record(z.string(), z.unknown())
  .transform((record) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([key, value]) =>
        typeof value === 'string' ? [[plainText(key), plainText(cut(value, longestAttribute))]] : [],
      ),
    ),
  )
  .optional()
  .catch(undefined)

/** Texts in a list; what is no text is left out. */
export const optionalNames = z
  .array(z.unknown())
  .transform((list) => list.flatMap((one) => name.safeParse(one).data ?? []))
  .optional()
  .catch(undefined)

function cut(value: string, most: number): string {
  return value.length > most ? `${value.slice(0, most - 1)}…` : value
}
