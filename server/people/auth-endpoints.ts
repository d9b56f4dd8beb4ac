import type { Actor } from '#server/platform/context.ts'
import { sameAsBefore, samePassword } from './rules.ts'

/**
 * One endpoint of better-auth that is open to the outside: what it needs, fields of its body that are not the
 * caller's choice, the fields of its answer that are handed on, and what it did, for the trail, or what failed. `once`: it
 * takes a code that is good for one use. `forgets`: browsers that were trusted are not any more. `owing`: it is there for
 * those, too, who have yet to choose a password of their own. `whyNot`: what is wrong with a body that better-auth would take.
 */
export type AuthEndpoint = {
  method: 'GET' | 'POST'
  needs: 'nothing' | 'session'
  insists?: Record<string, unknown>
  shows: string[]
  did(answer: Record<string, unknown>, actor: Actor | null): string | null
  failed?: string
  once?: true
  forgets?: true
  owing?: true
  whyNot?(body: Record<string, unknown>): string | null
}

const nothing = () => null

// At sign-in a code completes it; from within a session it confirms a second factor that is being set up.
const codeAccepted = (_: unknown, actor: Actor | null) => (actor ? 'two-factor.enabled' : 'session.started')

/** By path below /api/auth. Everything else better-auth offers answers 404. */
export const authEndpoints: Record<string, AuthEndpoint | undefined> = {
  '/sign-in/email': {
    method: 'POST',
    needs: 'nothing',
    shows: ['twoFactorRedirect'],
    did: ({ twoFactorRedirect }) => (twoFactorRedirect ? null : 'session.started'),
    failed: 'session.not-started',
    owing: true,
  },
  '/two-factor/verify-totp': {
    method: 'POST',
    needs: 'nothing',
    shows: [],
    did: codeAccepted,
    failed: 'two-factor.code-refused',
    once: true,
  },
  '/two-factor/verify-backup-code': {
    method: 'POST',
    needs: 'nothing',
    // It would spend the code and start nothing.
    insists: { disableSession: false },
    shows: [],
    did: (_, actor) => (actor ? null : 'session.started-by-backup-code'),
    failed: 'two-factor.code-refused',
  },
  '/sign-out': {
    method: 'POST',
    needs: 'nothing',
    shows: [],
    did: (_, actor) => (actor ? 'session.ended' : null),
    owing: true,
  },
  '/get-session': { method: 'GET', needs: 'session', shows: ['user'], did: nothing },
  '/change-password': {
    method: 'POST',
    needs: 'session',
    // Whoever knew the old password is signed out everywhere.
    insists: { revokeOtherSessions: true },
    shows: [],
    did: () => 'password.changed',
    failed: 'password.not-changed',
    forgets: true,
    whyNot: ({ currentPassword, newPassword }) =>
      samePassword(String(currentPassword), String(newPassword)) ? sameAsBefore : null,
  },
  '/two-factor/enable': {
    method: 'POST',
    needs: 'session',
    insists: { method: 'totp' },
    shows: ['totpURI', 'backupCodes'],
    did: nothing,
    failed: 'two-factor.not-changed',
  },
  '/two-factor/disable': {
    method: 'POST',
    needs: 'session',
    shows: [],
    did: () => 'two-factor.disabled',
    failed: 'two-factor.not-changed',
    forgets: true,
  },
  '/two-factor/generate-backup-codes': {
    method: 'POST',
    needs: 'session',
    shows: ['backupCodes'],
    did: () => 'two-factor.backup-codes-renewed',
    failed: 'two-factor.not-changed',
  },
}
