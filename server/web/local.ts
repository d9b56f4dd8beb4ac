import { createRouterClient } from '@orpc/server'
import { router } from '#server/router.ts'
import type { Web } from './process.ts'
import { incomingOf } from './serve.ts'

/** The API for server components: the same router, called in-process with the rights of whoever sent `headers`. */
export function localClient(web: Web, headers: Headers) {
  const incoming = incomingOf(web, headers)
  return createRouterClient(router, { context: incoming })
}
