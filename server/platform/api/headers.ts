import { randomUUID } from 'node:crypto'

const fixed = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Puts the headers on an answer that every API answer carries. Those it already has stay. */
export function addApiHeaders({ headers }: Response, requestId: string, https: boolean): void {
  for (const [name, value] of Object.entries(fixed)) if (!headers.has(name)) headers.set(name, value)
  if (https) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  headers.set('x-request-id', requestId)
}

/** The caller's own request id when it is well-formed, so that its logs and ours can be joined; else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id')
  return given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}
