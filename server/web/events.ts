import { liveEvent } from '#contract/events.ts'
import { permit } from '#server/platform/api/authorize.ts'
import type { Incoming } from '#server/platform/api/incoming.ts'
import { actorOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Web } from './process.ts'
import { incomingOf, serve } from './serve.ts'

const heartbeatMs = 20_000
const mostPerPerson = 12
// Bytes a reader may be behind before it is let go; it comes back by itself and reads everything anew.
const mostBehind = 64 * 1024

const openBy = new Map<string, number>()

/** Streams what syncs land to an open page, until it leaves, is signed out, or the server stops. */
export async function answerEvents(web: Web, request: Request): Promise<Response> {
  return serve(web, request, '/events', async (incoming) => {
    const actor = await incoming.identify()
    permit(actor, 'viewer')
    const { id } = actorOf({ actor })
    const open = openBy.get(id) ?? 0
    if (open >= mostPerPerson) throw new Refusal('too-many', 'Too many pages are listening. Close some.')
    return new Response(eventStream(web, request, id), {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    })
  })
}

function eventStream(web: Web, request: Request, person: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let end: () => void = () => undefined
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) < -mostBehind) end()
          else controller.enqueue(encoder.encode(text))
        }
        const stopHearing = web.listener.subscribe((message) => {
          const event = liveEvent.safeParse(message)
          if (event.success) write(`data: ${JSON.stringify(event.data)}\n\n`)
        })
        const heartbeat = setInterval(() => {
          write(':\n\n')
          stillAllowed(incomingOf(web, request.headers)).then((allowed) => allowed || end())
        }, heartbeatMs)
        count(web, person, 1)
        let ended = false
        end = () => {
          if (ended) return
          ended = true
          clearInterval(heartbeat)
          stopHearing()
          forgetBreak()
          count(web, person, -1)
          request.signal.removeEventListener('abort', end)
          try {
            controller.close()
          } catch {
            // The reader has cancelled, which closes it too.
          }
        }
        const forgetBreak = web.listener.onBreak(() => end())
        request.signal.addEventListener('abort', end)
        write('retry: 3000\n\n')
      },
      cancel: () => end(),
    },
    { highWaterMark: 0 },
  )
}

// A database that is away for a moment must not sign everybody's pages out.
async function stillAllowed(incoming: Incoming): Promise<boolean> {
  return incoming.identify().then(
    (actor) => actor !== null,
    () => true,
  )
}

function count(web: Web, person: string, by: 1 | -1) {
  const open = (openBy.get(person) ?? 0) + by
  if (open > 0) openBy.set(person, open)
  else openBy.delete(person)
  web.metrics.streams.inc(by)
}
