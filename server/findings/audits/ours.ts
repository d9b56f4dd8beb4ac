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

/** Whether one of our checks looks at what an audit check looks at. */
export const isOurs = (auditCheck: string): boolean => claims.some(({ audit }) => audit === auditCheck)
