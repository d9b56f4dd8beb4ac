import { os } from '@orpc/server'
import type { EntryMeta } from '#contract/base.ts'
import { roleAllows } from '#contract/roles.ts'
import type { Actor } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { Incoming, Origin } from './incoming.ts'
import { requirePlainText } from './plain-input.ts'
import { queryOf, requireKnownQuery } from './query.ts'

/** Lets a call through when its caller may make it, with the caller as `actor`. Runs before input is parsed. */
export const authorize = os
  .$context<Incoming>()
  .$meta<EntryMeta>({ role: 'admin' })
  .middleware(async ({ context, procedure, next }, input) => {
    const { meta, route } = procedure['~orpc']
    const actor = meta.role === 'public' ? null : await context.identify()
    permit(actor, meta.role, context)
    if (route.method !== 'GET') requireOwnPage(actor, context.origin)
    requirePlainText(input)
    if (context.query) requireKnownQuery(context.query, queryOf(procedure))
    return next({ context: { actor } })
  })

// Which of them it was is not told: whoever guesses tokens would learn of those that were good once.
const tokenNotGood =
  'This API token is not accepted: it is incomplete, was revoked or has expired. Make another under Settings.'

/** Refuses strangers (401) and people whose role is too weak (403). */
export function permit(actor: Actor | null, role: EntryMeta['role'], { sentToken }: Pick<Incoming, 'sentToken'>): void {
  if (role === 'public') return
  if (!actor) throw new Refusal('unauthenticated', sentToken ? tokenNotGood : 'Sign in, or send an API token.')
  if (!roleAllows(actor.role, role))
    throw new Refusal('forbidden', `This needs the role ${role}; yours is ${actor.role}.`)
}

/**
 * Keeps other sites from acting with a visitor's cookie: a browser's command must come from our own pages. A token
 * is not sent by itself, so its holder may come from anywhere.
 */
export function requireOwnPage(actor: Actor | null, origin: Origin): void {
  if (actor?.tokenId) return
  const own = actor ? origin === 'same' : origin !== 'other'
  if (!own) throw new Refusal('forbidden', 'This came from another site. Use the console itself, or an API token.')
}
