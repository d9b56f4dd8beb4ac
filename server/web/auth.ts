import { countAttempt } from '#server/people/attempts.ts'
import { addressHeader } from '#server/people/auth.ts'
import { type AuthEndpoint, authEndpoints } from '#server/people/auth-endpoints.ts'
import { watchPassword } from '#server/people/overtaken.ts'
import { halfSignedIn } from '#server/people/sign-in.ts'
import { forgetTrustedBrowsers, takeCode } from '#server/people/used-codes.ts'
import { requireOwnPage } from '#server/platform/api/authorize.ts'
import { takeJson } from '#server/platform/api/body.ts'
import type { Incoming } from '#server/platform/api/incoming.ts'
import { problem, problemResponse } from '#server/platform/api/problem.ts'
import { isPlain } from '#server/platform/plain-text.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type Asked, noteDone, noteFailed } from './auth-trail.ts'
import { answerChoice } from './choose-password.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'

const prefix = '/api/auth'
// As many as better-auth lets through of the codes that it looks at itself.
const attemptsPerMinute = 10

/** Answers the few endpoints of better-auth that the console uses; the others do not exist as far as we are concerned. */
export async function answerAuth(web: Web, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice(prefix.length)
  if (path === '/choose-password') return answerChoice(web, request)
  const endpoint = authEndpoints[path]
  return serve(web, request, endpoint ? `/auth${path}` : 'unknown', async (incoming) => {
    if (!endpoint) return problemResponse(problem(404, 'There is nothing at this address.'))
    if (request.method !== endpoint.method) return problemResponse(problem(405), { allow: endpoint.method })
    const actor = endpoint.owing ? await incoming.recognise() : await incoming.identify()
    if (endpoint.needs === 'session' && !actor?.sessionId) throw new Refusal('unauthenticated', 'Sign in first.')
    if (endpoint.method === 'POST') requireOwnPage(actor, incoming.origin)
    const taken = await takeJson(request)
    if (!(taken instanceof Request)) return problemResponse(taken)
    const body = asRecord(await taken.text())
    const whyNot = endpoint.whyNot?.(body)
    if (whyNot) throw new Refusal('invalid', whyNot)
    const asked = { endpoint, incoming, actor }
    const code = await codeIn(web, asked, { headers: request.headers, body })
    if (code === 'used') {
      await countAttempt(incoming, 'used-code', attemptsPerMinute)
      await noteFailed(web, asked, { headers: request.headers, body }, { status: 401, code: null })
      return problemResponse(problem(401, 'That code was used already. Wait for the next one.'))
    }
    const watch = await watchedSignIn(web, path, body)
    const answer = await web.auth.handler(forBetterAuth(taken, body, endpoint, incoming))
    const said = asRecord(await answer.text())
    if (answer.ok) {
      if (typeof said.token === 'string' && (await watch?.endedIfChanged(said.token)))
        return problemResponse(problem(401, 'The password was changed meanwhile. Sign in again.'))
      if (endpoint.forgets && actor) await forgetTrustedBrowsers(web.database, actor.id)
      await noteDone(web, asked, said)
      return accepted(answer, said, endpoint)
    }
    await code?.giveBack()
    await noteFailed(web, asked, { headers: request.headers, body }, { status: answer.status, code: said.code })
    return refused(answer, said)
  })
}

type Fields = Record<string, unknown>

function watchedSignIn({ database }: Web, path: string, { email }: Fields) {
  return path === '/sign-in/email' && typeof email === 'string' && isPlain(email)
    ? watchPassword(database, email)
    : null
}

/** The code of a body, taken for its one use; null where none is, or nobody whose it could be. */
async function codeIn(
  { database, settings }: Web,
  { endpoint, incoming, actor }: Asked,
  { headers, body }: { headers: Headers; body: Fields },
) {
  if (!endpoint.once || typeof body.code !== 'string' || !isPlain(body.code)) return null
  const person = actor ?? (await halfSignedIn(database, settings, headers))
  if (!person) return null
  const { secret } = settings
  return (await takeCode(database, { person: person.id, code: body.code, secret, now: incoming.now })) ?? 'used'
}

/** The same request with the address we vouch for, and the fields the endpoint insists on. */
function forBetterAuth(request: Request, body: Fields, { insists }: AuthEndpoint, { ipAddress }: Incoming): Request {
  const headers = new Headers(request.headers)
  headers.delete(addressHeader)
  if (ipAddress) headers.set(addressHeader, ipAddress)
  headers.delete('content-length')
  if (request.method === 'GET') return new Request(request.url, { headers })
  headers.set('content-type', 'application/json')
  return new Request(request.url, { method: 'POST', headers, body: JSON.stringify({ ...flat(body), ...insists }) })
}

// No field of theirs holds another one; what is nested deep enough would end the writing of it.
function flat(body: Fields): Fields {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value !== 'object'))
}

/** Hands on the cookies and only what the screen needs: better-auth's own answer carries the session's token. */
function accepted(answer: Response, said: Fields, endpoint: AuthEndpoint): Response {
  const shown = Object.fromEntries(endpoint.shows.flatMap((name) => (name in said ? [[name, said[name]]] : [])))
  return withCookies(Response.json(shown), answer)
}

function refused(answer: Response, said: Fields): Response {
  // Of fields better-auth says "[body.email] …; [body.password] …".
  const detail = typeof said.message === 'string' ? said.message.replace(/\[body\.([\w.]+)\] /g, '$1: ') : undefined
  const retryAfter = answer.headers.get('x-retry-after')
  return withCookies(
    problemResponse(problem(answer.status, detail), retryAfter ? { 'retry-after': retryAfter } : {}),
    answer,
  )
}

function withCookies(response: Response, answer: Response): Response {
  for (const cookie of answer.headers.getSetCookie()) response.headers.append('set-cookie', cookie)
  return response
}

function asRecord(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
