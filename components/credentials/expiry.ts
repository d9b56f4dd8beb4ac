import { formatRelative } from '#components/ui/format-time.ts'
import type { Expiry } from '#contract/health.ts'

const dayMs = 86_400_000

type Dates = { expiry: Expiry; notBefore: string | null; notAfter: string | null }

/** "Expires in 6 days", "Expired 3 years ago", "Valid from …": what a person asks of two dates. */
export function describeExpiry({ expiry, notBefore, notAfter }: Dates, nowMs: number): string {
  if (expiry === 'not-yet-valid' && notBefore) return `Valid ${formatRelative(Date.parse(notBefore), nowMs)}`
  if (!notAfter) return 'Expiry unknown'
  const atMs = Date.parse(notAfter)
  return `${atMs > nowMs ? 'Expires' : 'Expired'} ${formatRelative(atMs, nowMs)}`
}

/** Whole days until `at`, rounded down; negative once passed. */
export function daysUntil(at: string, nowMs: number): number {
  return Math.floor((Date.parse(at) - nowMs) / dayMs)
}

/** How much of its life has passed, from 0 to 1; null when a date is missing or the two are out of order. */
export function lifePassed({ notBefore, notAfter }: Pick<Dates, 'notBefore' | 'notAfter'>, nowMs: number) {
  if (!notBefore || !notAfter) return null
  const from = Date.parse(notBefore)
  const to = Date.parse(notAfter)
  return to > from ? Math.min(1, Math.max(0, (nowMs - from) / (to - from))) : null
}
