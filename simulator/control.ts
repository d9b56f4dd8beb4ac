import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { z } from 'zod'
import { churn, churnRequest } from './churn.ts'
import { faultSettings } from './faults.ts'
import { readBody } from './wire/body.ts'
import { homeAccount, type World } from './world.ts'

export const controlPath = '/_simulator'

type Control = (body: unknown, query: URLSearchParams) => object | Promise<object>

/** By method and path below `controlPath`. A control that throws is answered 400 with the error's text. */
export type Controls = Readonly<Record<string, Control>>

const clockMove = z.union([z.strictObject({ now: z.coerce.date() }), z.strictObject({ advanceMs: z.number() })])
const churnTarget = churnRequest.extend({
  account: z.string().default(homeAccount.id),
  region: z.string().default(homeAccount.region),
})
export const pageOfJournal = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
})
const quotaChange = z.strictObject({ scale: z.number().min(0) })

/** What tests and demonstrations may do to the simulator from outside, beside AWS's own operations. */
export const controlRequests =
  (controls: Controls): RequestListener =>
  (request, response) =>
    void answer(controls, request, response)

/** Controls of the world itself. `restart` puts everything back as it was at the start. */
export function worldControls(world: World, restart: () => Promise<void>): Controls {
  const clock = () => ({ now: world.clock.date().toISOString() })
  return {
    'GET /exhibits': () => ({
      exhibits: world.fleets.flatMap(({ account, region, exhibits }) =>
        exhibits.map((exhibit) => ({ account, region, ...exhibit })),
      ),
    }),
    'GET /stats': () => world.counts.summary(),
    'GET /calls': (_body, query) => {
      const { after, limit } = pageOfJournal.parse(Object.fromEntries(query))
      return { calls: world.calls.after(after, limit) }
    },
    'GET /faults': () => world.faults.settings,
    'PUT /faults': (body) => {
      world.faults.configure(faultSettings.parse(body))
      return world.faults.settings
    },
    'PUT /quotas': (body) => {
      world.quotas.scale = quotaChange.parse(body).scale
      return { scale: world.quotas.scale }
    },
    'GET /clock': clock,
    'PUT /clock': (body) => {
      const move = clockMove.parse(body)
      if ('now' in move) world.clock.moveTo(move.now.getTime())
      else world.clock.advance(move.advanceMs)
      return clock()
    },
    'POST /churn': (body) => {
      const { account, region, ...wanted } = churnTarget.parse(body)
      return churn(world.fleet(account, region), wanted)
    },
    'POST /reset': async () => {
      world.faults.configure(faultSettings.parse({}))
      world.quotas.scale = world.options.quotaScale
      world.quotas.reset()
      world.counts.reset()
      world.records.clear()
      world.calls.clear()
      world.clock.reset()
      await restart()
      return { reset: true }
    },
  }
}

async function answer(controls: Controls, request: IncomingMessage, response: ServerResponse) {
  const [path, query] = (request.url ?? '').slice(controlPath.length).split('?')
  const control = controls[`${request.method} ${path}`]
  if (!control)
    return reply(response, 404, { message: `No control ${request.method} ${path}`, controls: Object.keys(controls) })
  // Browsers name their page in Origin: a page has no business here, even on this machine.
  if (request.headers.origin) return reply(response, 403, { message: 'Not for browsers' })
  try {
    const body = await readBody(request)
    const given: unknown = body.length ? JSON.parse(body.toString()) : {}
    reply(response, 200, await control(given, new URLSearchParams(query)))
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    reply(response, 400, { message })
  }
}

function reply(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
