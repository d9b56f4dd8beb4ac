import { liveEvent } from '#contract/events.ts'
import { permit } from '#server/platform/api/authorize.ts'
import type { Incoming } from '#server/platform/api/incoming.ts'
import { requireKnownQuery } from '#server/platform/api/query.ts'
import { actorOf } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Web } from './process.ts'
import { incomingOf, serve } from './serve.ts'

const heartbeatMs = 20_000
// Bytes a reader may be behind before it is let go; it comes back by itself and reads everything anew.
const mostBehind = 64 * 1024

/** Streams what syncs land to an open page, until it leaves, is signed out, or the server stops. */
export async function answerEvents(web: Web, request: Request): Promise<Response> {
  return serve(web, request, '/events', async (incoming) => {
    const actor = await incoming.identify()
    permit(actor, 'viewer', incoming)
    requireKnownQuery(new URL(request.url).searchParams, [])
    const headers = {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    }
    // Nobody reads the body of an answer to HEAD, nor ends it.
    if (request.method === 'HEAD') return new Response(null, { headers })
    const giveBack = web.streams.take(actorOf({ actor }).id)
    if (!giveBack) throw new Refusal('too-many', 'Too many pages are listening. Close some.')
    return new Response(eventStream(web, request, giveBack), { headers })
  })
}

function eventStream(web: Web, request: Request, giveBack: () => void): ReadableStream<Uint8Array> {
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
          // What the last beat wrote is still here: whoever asked has left without a word, or may as well come back.
          if ((controller.desiredSize ?? 0) < 0) return end()
          write(':\n\n')
          stillAllowed(incomingOf(web, request.headers)).then((allowed) => allowed || end())
        }, heartbeatMs)
        web.metrics.streams.inc()
        let ended = false
        let forgetBreak: () => void = () => undefined
        end = () => {
          if (ended) return
          ended = true
          clearInterval(heartbeat)
          stopHearing()
          forgetBreak()
          web.metrics.streams.dec()
          giveBack()
          request.signal.removeEventListener('abort', end)
          try {
            controller.close()
          } catch {
            // The reader has cancelled, which closes it too.
          }
        }
        // First, so that whoever asks a server that stops is told to come back, and by the closed stream that it does: a
        // page gives up for good on anything but 200.
        write('retry: 3000\n\n')
        forgetBreak = web.listener.onBreak(() => end())
        request.signal.addEventListener('abort', end)
        // One who left while we looked who it is tells us no more.
        if (request.signal.aborted) end()
      },
      cancel: () => end(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  )
}

// A database that is away for a moment must not sign everybody's pages out.
async function stillAllowed(incoming: Incoming): Promise<boolean> {
  return incoming.recognise().then(
    (actor) => actor !== null && !actor.owesPassword,
    () => true,
  )
}
