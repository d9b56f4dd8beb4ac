import { api } from '#contract/index.ts'
import { streams } from '#contract/streams.ts'
import { authEndpoints } from '#server/people/auth-endpoints.ts'
import { problem, problemResponse } from '#server/platform/api/problem.ts'
import { methodsOf } from '#server/platform/api/routes.ts'

const reading = ['GET', 'HEAD', 'OPTIONS']
const ofSignIn = [...reading, 'POST']
const ofTheRouter = [...ofSignIn, 'PUT', 'PATCH', 'DELETE']

/**
 * Whether a request is under /api, and none of the routes there takes it: Next says 404 with a page and 405 with nothing.
 * TRACE it cannot read at all, and answers 500.
 */
export function isStray(method: string, path: string): boolean {
  if (method === 'TRACE') return true
  if (path === '/api') return true
  if (!path.startsWith('/api/') || reading.includes(method)) return false
  if (path.startsWith('/api/auth/')) return !ofSignIn.includes(method)
  return !ofTheRouter.includes(method) || path === description || methodsOf(streams, entryOf(path)).length > 0
}

/** What whoever sent such a request is told. */
export function turnDown(method: string, path: string): Response {
  const allowed = allowedAt(path)
  if (allowed.length === 0) return problemResponse(problem(404, 'There is nothing at this address.'))
  return problemResponse(problem(405, `${method} is not for this address.`), { allow: allowed.join(', ') })
}

function allowedAt(path: string): string[] {
  if (!path.startsWith('/api/')) return path === '/api' ? [] : ['GET', 'HEAD']
  if (path === description) return ['GET']
  const signIn = authEndpoints[path.replace(/^\/api\/auth/, '')]
  return signIn ? [signIn.method] : methodsOf({ ...api, ...streams }, entryOf(path))
}

const description = '/api/openapi.json'
const entryOf = (path: string) => path.slice('/api'.length)
