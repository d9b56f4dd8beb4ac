import { ORPCError } from '@orpc/server'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { links } from '#contract/links.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { localClient } from '#server/web/local.ts'
import { web } from '#server/web/process.ts'

/** The API for this request's server components, with the rights of the visitor. One per request. */
export const serverApi = cache(async () => localClient(web(), new Headers(await headers())))

/** The visitor; null when they are not signed in, 'owes-password' when they are to choose a password before anything else. */
export const visitor = cache(async () => {
  const api = await serverApi()
  return api.me.get().catch((error) => {
    if (error instanceof Refusal && error.kind === 'unauthenticated') return null
    if (error instanceof Refusal && error.kind === 'password-owed') return 'owes-password' as const
    throw error
  })
})

/**
 * The visitor. Strangers are sent to sign in, and come back to `next`; before there is an admin, to set-up. Those whose
 * password somebody else set are sent to choose their own.
 */
export async function requirePerson(next?: string) {
  const person = await visitor()
  if (person === 'owes-password') redirect(newPasswordPage(next))
  if (person) return person
  redirect((await setupNeeded()) ? links.setup() : links.signIn(next))
}

/** Where a password of one's own is chosen. Not among the links, which every page carries: only the server sends anybody there. */
export function newPasswordPage(next?: string): string {
  return next ? `/new-password?next=${encodeURIComponent(next)}` : '/new-password'
}

/** Whether the first admin is still to be made. */
export async function setupNeeded(): Promise<boolean> {
  const api = await serverApi()
  return (await api.setup.state()).needed
}

/** For `.catch()`: shows the not-found page when the API knows no such thing, or when nothing can be called so. */
export function notFoundWhenMissing(error: unknown): never {
  if (error instanceof Refusal && ['not-found', 'invalid'].includes(error.kind)) notFound()
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') notFound()
  throw error
}
