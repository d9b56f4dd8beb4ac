import { formatRelative } from '#components/ui/format-time.ts'
import { type Dates, expiryParts } from './expiry-parts.ts'

/** "Expires in 6 days", "Expired 3 years ago", "Valid from …": what a person asks of two dates. */
export function describeExpiry(dates: Dates, nowMs: number): string {
  const { verb, at } = expiryParts(dates, nowMs)
  return at ? `${verb} ${formatRelative(Date.parse(at), nowMs)}` : verb
}

/** How much of its life has passed, from 0 to 1; null when a date is missing or the two are out of order. */
export function lifePassed({ notBefore, notAfter }: Pick<Dates, 'notBefore' | 'notAfter'>, nowMs: number) {
  if (!notBefore || !notAfter) return null
  const from = Date.parse(notBefore)
  const to = Date.parse(notAfter)
  return to > from ? Math.min(1, Math.max(0, (nowMs - from) / (to - from))) : null
}
