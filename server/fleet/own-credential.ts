import { sql } from '#server/platform/sql.ts'

/** What is attached to a thing, counted; `certificates` is null until it was read. */
type Attached = { certificates: number | null; activeCertificates: number; otherPrincipals: number }

/**
 * Whether a thing has nothing of its own that AWS would let it in with: no active certificate, and no other principal.
 * Null where what is attached to it has not been read. The one definition: of the check, the inventory's filter and the overview.
 */
export function lacksCredential({ certificates, activeCertificates, otherPrincipals }: Attached): boolean | null {
  if (certificates === null) return null
  return activeCertificates + otherPrincipals === 0
}

/** `lacksCredential` of a thing `t`, in the words of the index by health: these two are without an active certificate. */
export const lacksCredentialSql = sql`(t.credential_health = any('{inactive,none}') and t.other_principals = '{}'
  and exists (select from thing_principal_checks k where k.thing_row_id = t.id))`

/** The healths of which such a thing has one. */
export const withoutActive = ['inactive', 'none'] as const
