import type { PageKey } from './keyset.ts'
import { Refusal } from './refusal.ts'

type Part = PageKey[number] | undefined

const noSuchPage = () => new Refusal('invalid', 'That page does not exist. Start again from the first page.')

/** An instant out of a page key. Throws a Refusal when it is none, or one that PostgreSQL could not read. */
export function instantIn(part: Part): Date {
  const time = new Date(String(part))
  if (/^(?!0000)\d{4}-/.test(String(part)) && !Number.isNaN(time.getTime()) && time.toISOString() === part) return time
  throw noSuchPage()
}

/** A row's UUID out of a page key. Throws a Refusal when it is none. */
export function uuidIn(part: Part): string {
  if (typeof part === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part)) return part
  throw noSuchPage()
}

/** A whole number that a column of so many bits can hold. Throws a Refusal when it is none. */
export function integerIn(part: Part, bits: 16 | 32 = 32): number {
  if (typeof part === 'number' && Number.isInteger(part) && Math.abs(part) < 2 ** (bits - 1)) return part
  throw noSuchPage()
}
