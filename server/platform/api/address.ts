import { isIP } from 'node:net'

/** Where instrumentation.ts puts the socket's address; whatever a client sends under this name is overwritten. */
export const peerHeader = 'x-fleetwarden-peer'

/**
 * The caller's address. X-Forwarded-For counts only behind a trusted proxy, and there only its last entry, the one
 * the proxy itself wrote: the others are the caller's to invent.
 */
export function addressOf(headers: Headers, trustProxy: boolean): string | null {
  const forwarded = trustProxy ? headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const address = forwarded || headers.get(peerHeader) || ''
  const plain = address.replace(/^::ffff:/, '')
  return isIP(plain) ? plain : null
}
