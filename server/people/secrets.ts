import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret no one can guess, as text that survives a copy and paste. */
export function newSecret(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** What is kept of a secret. Plain SHA-256: these are random, so there is nothing to slow a guesser down for. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares without telling by its duration where two texts differ. */
export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The text in a cookie of `text.signature`, or null when the signature is not ours (better-call's format). */
export function openSignedCookie(value: string, secret: string): string | null {
  const dot = value.lastIndexOf('.')
  const text = value.slice(0, dot)
  const signature = createHmac('sha256', secret).update(text).digest('base64')
  return dot > 0 && sameText(signature, value.slice(dot + 1)) ? text : null
}
