import type { CredentialHealth } from '#contract/health.ts'
import { expiryWindows } from './rules.ts'

/** A certificate as far as a thing's health depends on it; `notAfter` is null until AWS described it. */
export type HeldCertificate = { status: string; notAfter: Date | null }

/**
 * The health of a thing by the last of its active certificates to expire: a device can connect while one is good.
 * Unknown while its principals were not read, or while an active certificate is undescribed and could still be the last.
 */
export function thingHealth(certificates: HeldCertificate[] | null, now: Date): CredentialHealth {
  if (certificates === null) return 'unknown'
  if (certificates.length === 0) return 'none'
  const active = certificates.filter(({ status }) => status === 'ACTIVE')
  if (active.length === 0) return 'inactive'
  const { expired, valid } = expiryWindows(now)
  const last = Math.max(...active.map(({ notAfter }) => notAfter?.getTime() ?? Number.NEGATIVE_INFINITY))
  if (last >= valid.gte.getTime()) return 'valid'
  if (active.some(({ notAfter }) => notAfter === null)) return 'unknown'
  return last < expired.lt.getTime() ? 'expired' : 'expiring'
}

/** `thingHealth` in SQL, over `checked` and the aggregates `held`, `active`, `undescribed`, `last`. */
export const thingHealthSql = (now: string, soon: string) => `CASE
  WHEN NOT checked AND held = 0 THEN 'unknown'
  WHEN held = 0 THEN 'none'
  WHEN active = 0 THEN 'inactive'
  WHEN last >= ${soon} THEN 'valid'
  WHEN undescribed > 0 THEN 'unknown'
  WHEN last < ${now} THEN 'expired'
  ELSE 'expiring' END`
