import { OpenAPIHandler } from '@orpc/openapi/fetch'
import type { AnyRouter } from '@orpc/server'
import { largestBody, largestWithFile, takeJson } from './body.ts'
import type { Incoming } from './incoming.ts'
import { problem, problemOf, problemResponse, unrecordedRefusal } from './problem.ts'
import { methodsOf } from './routes.ts'

/** One answered request, for the log and the metrics. `error` is set when it was a bug, `refused` says why it was refused. */
export type Answered = { route: string; status: number; error?: unknown; refused?: string | undefined }

export type ApiHandler = (request: Request, incoming: Incoming) => Promise<{ response: Response; answered: Answered }>

type Watched = Incoming & { seen: { route: string; reached: boolean; failure?: unknown } }

/** Serves a router as REST under `/api`. Refusals become problem documents, anything else thrown a bare 500. */
export function createApiHandler(router: AnyRouter): ApiHandler {
  const handler = new OpenAPIHandler<Watched>(router, {
    interceptors: [
      async ({ next, context }) => {
        try {
          return await next()
        } catch (error) {
          context.seen.failure = error
          throw error
        }
      },
    ],
    clientInterceptors: [
      ({ next, context, procedure }) => {
        context.seen.route = procedure['~orpc'].route.path ?? ''
        context.seen.reached = true
        return next()
      },
    ],
  })
  return async (request, incoming) => {
    const seen: Watched['seen'] = { route: 'unknown', reached: false }
    const taken = await takeJson(request, await largestFor(request, incoming))
    if (!(taken instanceof Request)) return refused(problemResponse(taken), seen.route)
    const { matched, response } = await handler.handle(taken, {
      prefix: '/api',
      context: { ...incoming, query: new URL(taken.url).searchParams, seen },
    })
    if (!matched) return refused(unmatched(router, taken), seen.route)
    if (seen.failure === undefined) return { response, answered: { route: seen.route, status: response.status } }
    // What fails before an entry is called is the reading of the request.
    const known = seen.reached ? problemOf(seen.failure) : problem(400, 'The request could not be read. Send JSON.')
    if (known) return refused(problemResponse(known), seen.route, unrecordedRefusal(seen.failure))
    return {
      response: problemResponse(problem(500)),
      answered: { route: seen.route, status: 500, error: seen.failure },
    }
  }
}

// Evidence may be attached to what somebody vouches for. Strangers are not listened to for as long.
const carriesFile = /^\/api\/controls\/[^/]+\/attestations$/

async function largestFor(request: Request, incoming: Incoming): Promise<number> {
  if (!carriesFile.test(new URL(request.url).pathname)) return largestBody
  return (await incoming.identify()) === null ? largestBody : largestWithFile
}

function refused(response: Response, route: string, sentence?: string) {
  return { response, answered: { route, status: response.status, refused: sentence } }
}

function unmatched(router: AnyRouter, { url, method }: Request): Response {
  const path = new URL(url).pathname.replace(/^\/api/, '')
  const allowed = methodsOf(router, path)
  if (allowed.length === 0) return problemResponse(problem(404, 'There is nothing at this address.'))
  return problemResponse(problem(405, `${method} is not for this address.`), { allow: allowed.join(', ') })
}
