import { temporaryPasswordDays } from '#contract/passwords.ts'
import type { Person } from '#contract/people.ts'
import type { Role } from '#contract/roles.ts'
import { roles } from '#contract/roles.ts'

/** A session ends 12 hours after it was last used, and 7 days after it began whatever happens. */
export const sessionLimits = { idleS: 12 * 3600, absoluteS: 7 * 24 * 3600 }

/** How old a session's last-used time may be before it is written anew: it is shown by the minute, and a write a request would be too many. */
export const touchSessionAfterS = 30

/** The same for a token. */
export const touchTokenAfterS = 60

/** When a session ends if it is not used again. */
export function sessionEnd({ updatedAt, expiresAt }: { updatedAt: Date; expiresAt: Date }): Date {
  return new Date(Math.min(updatedAt.getTime() + sessionLimits.idleS * 1000, expiresAt.getTime()))
}

/** When a password set by somebody else stops opening anything. */
export function temporaryUntil(now: Date): Date {
  return new Date(now.getTime() + temporaryPasswordDays * 86_400_000)
}

/** Whether a person chose their password, and if not, whether they still can. */
export function passwordState(temporaryUntil: Date | null, now: Date): Person['password'] {
  if (!temporaryUntil) return 'own'
  return temporaryUntil > now ? 'temporary' : 'expired'
}

/** What a password that equals the one before it is refused with. */
export const sameAsBefore = 'Choose another password than the one you have.'

/** Whether two passwords are one to whoever compares them: hashes are made of the normalised text. */
export function samePassword(one: string, other: string): boolean {
  return one.normalize('NFKC') === other.normalize('NFKC')
}

/** What a token may do: never more than its person may now. */
export function weakerRole(one: Role, other: Role): Role {
  return roles.indexOf(one) < roles.indexOf(other) ? one : other
}
