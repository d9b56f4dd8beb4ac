import { record } from '#server/activity/record.ts'
import { addressHeader } from '#server/people/auth.ts'
import { type AuthEndpoint, authEndpoints } from '#server/people/auth-endpoints.ts'
import { requireOwnPage } from '#server/platform/api/authorize.ts'
import { takeJson } from '#server/platform/api/body.ts'
import type { Incoming } from '#server/platform/api/incoming.ts'
import { problem, problemResponse } from '#server/platform/api/problem.ts'
import type { Actor } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'

const prefix = '/api/auth'

/** Answers the few endpoints of better-auth that the console uses; the others do not exist as far as we are concerned. */
export async function answerAuth(web: Web, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice(prefix.length)
  const endpoint = authEndpoints[path]
  return serve(web, request, endpoint ? `/auth${path}` : 'unknown', async (incoming) => {
    if (!endpoint) return problemResponse(problem(404, 'There is nothing at this address.'))
    if (request.method !== endpoint.method) return problemResponse(problem(405), { allow: endpoint.method })
    const actor = await incoming.identify()
    if (endpoint.needs === 'session' && !actor?.sessionId) throw new Refusal('unauthenticated', 'Sign in first.')
    if (endpoint.method === 'POST') requireOwnPage(actor, incoming.origin)
    const taken = await takeJson(request)
    if (!(taken instanceof Request)) return problemResponse(taken)
    const answer = await web.auth.handler(await forBetterAuth(taken, endpoint, incoming))
    return answer.ok ? accepted(web, answer, endpoint, { actor, incoming }) : refused(answer)
  })
}

/** The same request with the address we vouch for, and the fields the endpoint insists on. */
async function forBetterAuth(request: Request, { insists }: AuthEndpoint, { ipAddress }: Incoming): Promise<Request> {
  const headers = new Headers(request.headers)
  headers.delete(addressHeader)
  if (ipAddress) headers.set(addressHeader, ipAddress)
  headers.delete('content-length')
  if (request.method === 'GET') return new Request(request.url, { headers })
  headers.set('content-type', 'application/json')
  const text = await request.text()
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify({ ...asRecord(text), ...insists }) })
}

/** Hands on the cookies and only what the screen needs: better-auth's own answer carries the session's token. */
async function accepted(web: Web, answer: Response, endpoint: AuthEndpoint, who: Who): Promise<Response> {
  const body = asRecord(await answer.text())
  const done = endpoint.did(body, who.actor)
  if (done) {
    const { database } = web
    const person = who.actor ?? (await personOf(database.prisma, body))
    const context = { actor: person, ipAddress: who.incoming.ipAddress }
    await record(database.prisma, context, { action: done, subject: person?.email })
  }
  const shown = Object.fromEntries(endpoint.shows.flatMap((name) => (name in body ? [[name, body[name]]] : [])))
  const response = Response.json(shown)
  for (const cookie of answer.headers.getSetCookie()) response.headers.append('set-cookie', cookie)
  return response
}

async function refused(answer: Response): Promise<Response> {
  const body = asRecord(await answer.text())
  const detail = typeof body.message === 'string' ? body.message : undefined
  const retryAfter = answer.headers.get('x-retry-after')
  const response = problemResponse(problem(answer.status, detail), retryAfter ? { 'retry-after': retryAfter } : {})
  for (const cookie of answer.headers.getSetCookie()) response.headers.append('set-cookie', cookie)
  return response
}

type Who = { actor: Actor | null; incoming: Incoming }

async function personOf(prisma: Web['database']['prisma'], { user }: Record<string, unknown>): Promise<Actor | null> {
  const id = typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : ''
  const row = await prisma.user.findUnique({ where: { id }, select: { id: true, name: true, email: true } })
  return row ? { ...row, role: 'viewer' } : null
}

function asRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
