import type { Expiry } from '#contract/health.ts'

export type Dates = { expiry: Expiry; notBefore: string | null; notAfter: string | null }

/** What a person asks of two dates, in two parts: for a relative time that tells the instant on hover. */
export function expiryParts(
  { expiry, notBefore, notAfter }: Dates,
  nowMs: number,
): { verb: string; at: string | null } {
  if (expiry === 'not-yet-valid' && notBefore) return { verb: 'Valid', at: notBefore }
  if (!notAfter) return { verb: 'Expiry unknown', at: null }
  return { verb: Date.parse(notAfter) > nowMs ? 'Expires' : 'Expired', at: notAfter }
}
