import { checks } from '#generated/checks.ts'
import type { Check } from '../check.ts'

type Target = {
  /** Our check's id, or AWS's name where no check of ours looks at the same. */
  id: string
  /** The reason code that is this check's; null: all that no other check claims. */
  reason: string | null
}

const claims = Object.entries(checks as Readonly<Record<string, Check>>).flatMap(([id, { audit, auditReason }]) =>
  audit ? [{ audit, id, reason: auditReason ?? null }] : [],
)

/** The checks that an audit check's findings belong to. What none of ours claims stays under AWS's name. */
export function targetsOf(auditCheck: string): Target[] {
  const own = claims.filter(({ audit }) => audit === auditCheck)
  const takesAll = own.some(({ reason }) => reason === null)
  return [...own.map(({ id, reason }) => ({ id, reason })), ...(takesAll ? [] : [{ id: auditCheck, reason: null }])]
}

/** The audit check that looks at what one of our checks looks at, or that AWS calls so; null when there is none. */
export function auditCheckOf(check: string): string | null {
  const own = claims.find(({ id }) => id === check)
  if (own) return own.audit
  return Object.hasOwn(checks, check) || check.startsWith('Detect: ') ? null : check
}
