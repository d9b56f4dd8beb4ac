import { type CertificateStatus, certificateStatus, type Expiry } from '#contract/health.ts'

const dayMs = 86_400_000

/** A certificate this close to its end needs its successor now. */
const expiringWithinDays = 30

/** A certificate registered but not activated for this long was probably forgotten. */
export const pendingTooLongDays = 7

/** The instants that part expired, expiring and valid. Each window includes its start and excludes its end. */
export function expiryWindows(now: Date) {
  const soon = daysAfter(now, expiringWithinDays)
  return { expired: { lt: now }, expiring: { gte: now, lt: soon }, valid: { gte: soon } }
}

/** Where a certificate stands between its dates at `now`. Without an end nothing is known. */
export function expiryOf(
  { notBefore, notAfter }: { notBefore: Date | null; notAfter: Date | null },
  now: Date,
): Expiry {
  if (!notAfter) return 'unknown'
  const { expired, expiring } = expiryWindows(now)
  if (notAfter < expired.lt) return 'expired'
  if (notBefore && notBefore > now) return 'not-yet-valid'
  return notAfter < expiring.lt ? 'expiring' : 'valid'
}

/** The instant `days` later (earlier when negative). */
export function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs)
}

/** AWS's status as the contract knows it. One it does not know is unknown, never taken for a good one. */
export function statusIn(status: string): CertificateStatus {
  return certificateStatus.options.find((one) => one === status) ?? 'UNKNOWN'
}
