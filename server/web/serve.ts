import { identify, requireOwnPassword } from '#server/people/sign-in.ts'
import { addressOf } from '#server/platform/api/address.ts'
import type { Answered } from '#server/platform/api/handler.ts'
import { addApiHeaders, requestIdOf } from '#server/platform/api/headers.ts'
import { type Incoming, originOf } from '#server/platform/api/incoming.ts'
import { isDatabaseBusy, problem, problemOf, problemResponse, unrecordedRefusal } from '#server/platform/api/problem.ts'
import { log } from '#server/platform/log.ts'
import type { Web } from './process.ts'
import { noteRefused } from './refusals.ts'

type Work = (incoming: Incoming) => Promise<Response | { response: Response; answered: Answered }>

/**
 * Answers one request of the API: turns what `work` throws into a problem document, adds the headers every answer
 * carries, counts it and logs it. `route` names it in the metrics unless `work` says which entry it was.
 */
export async function serve(web: Web, request: Request, route: string, work: Work): Promise<Response> {
  const started = performance.now()
  const requestId = requestIdOf(request.headers)
  const incoming = incomingOf(web, request.headers)
  const { response, answered } = await attempt(route, () => work(incoming))
  const { method } = request
  if (answered.refused) {
    const { pathname: path } = new URL(request.url)
    await noteRefused(web, incoming, { method, path, ...answered, sentence: answered.refused })
  }
  const seconds = (performance.now() - started) / 1000
  const { error } = answered
  const told = error === undefined ? response : broken(error, requestId)
  const { status } = told
  const line = { requestId, method, route: answered.route, status, ms: Math.round(seconds * 1000) }
  web.metrics.observe({ method, route: answered.route, status, seconds })
  if (error !== undefined) log[status === 503 ? 'warn' : 'error']({ ...line, err: error }, 'A request failed')
  else log[method === 'GET' ? 'debug' : 'info'](line, 'Answered')
  const https = web.settings.url.startsWith('https:')
  addApiHeaders(told, requestId, https)
  return told
}

/** What the router is given for a request: who it is from is found out when it matters, once. */
export function incomingOf(web: Web, headers: Headers): Incoming {
  const now = new Date()
  let actor: ReturnType<typeof identify> | undefined
  const recognise = () => {
    actor ??= identify(web.database, web.settings, headers, now)
    return actor
  }
  return {
    database: web.database,
    now,
    ipAddress: addressOf(headers, web.settings.trustProxy),
    origin: originOf(headers, web.settings.url),
    sentToken: headers.has('authorization'),
    recognise,
    async identify() {
      const known = await recognise()
      if (known) requireOwnPassword(known)
      return known
    },
  }
}

async function attempt(route: string, work: () => ReturnType<Work>) {
  try {
    const result = await work()
    return result instanceof Response ? answeredBy(route, result) : result
  } catch (error) {
    const known = problemOf(error)
    if (known) return answeredBy(route, problemResponse(known), unrecordedRefusal(error))
    return { response: problemResponse(problem(500)), answered: { route, status: 500, error } }
  }
}

function answeredBy(route: string, response: Response, refused?: string): { response: Response; answered: Answered } {
  return { response, answered: { route, status: response.status, refused } }
}

function broken(error: unknown, requestId: string): Response {
  if (isDatabaseBusy(error)) {
    const busy = problem(503, 'The database is busy or away. Try again in a moment.')
    return problemResponse({ ...busy, requestId }, { 'retry-after': '5' })
  }
  return problemResponse({ ...problem(500, `The server's log has more, under request ${requestId}.`), requestId })
}
