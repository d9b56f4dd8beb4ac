import type { Readable } from 'node:stream'
import { ORPCError } from '@orpc/server'
import type { z } from 'zod'
import { certificateFilters } from '#contract/certificates.ts'
import { thingFilters } from '#contract/things.ts'
import { record } from '#server/activity/record.ts'
import { exportCertificates } from '#server/credentials/export.ts'
import { exportThings } from '#server/fleet/export.ts'
import { permit } from '#server/platform/api/authorize.ts'
import { requirePlainText } from '#server/platform/api/plain-input.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'

/** Streams the inventory, exactly as filtered and ordered, as CSV. */
export const answerThingsCsv = csv('things', thingFilters, exportThings)

/** Streams the certificates, exactly as filtered and ordered, as CSV. */
export const answerCertificatesCsv = csv('certificates', certificateFilters, exportCertificates)

// An export holds a connection and a moment of the database for as long as it is read.
const readerMayPauseMs = 60_000
const tooMany = 'Too many exports are under way. Try again when one of them is finished.'

function csv<Filters extends z.ZodType<Record<string, unknown>>>(
  name: string,
  filters: Filters,
  write: Write<Filters>,
) {
  return (web: Web, request: Request) =>
    serve(web, request, `/exports/${name}.csv`, async (incoming) => {
      const actor = await incoming.identify()
      permit(actor, 'viewer')
      const given = Object.fromEntries(new URL(request.url).searchParams)
      requirePlainText(given)
      const asked = filters.safeParse(given)
      if (!asked.success) throw new ORPCError('BAD_REQUEST', { data: { issues: asked.error.issues } })
      const day = incoming.now.toISOString().slice(0, 10)
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}-${day}.csv"`,
      }
      // Nobody reads the body of an answer to HEAD, nor ends it.
      if (request.method === 'HEAD') return new Response(null, { headers })

      const giveBack = web.exports.take(actorOf({ actor }).id)
      if (!giveBack) throw new Refusal('too-many', tooMany)
      try {
        const context = { ...incoming, actor }
        const rows = await write(context, asked.data)
        rows.once('close', giveBack)
        const detail = Object.fromEntries(Object.entries(asked.data).map(([filter, value]) => [filter, String(value)]))
        await record(web.database.prisma, context, { action: 'exported', subject: name, detail })
        return new Response(streamOf(rows, request.signal), { headers })
      } catch (error) {
        giveBack()
        throw error
      }
    })
}

type Write<Filters extends z.ZodType> = (context: Context, filters: z.infer<Filters>) => Promise<Readable>

/**
 * The rows as they are asked for; nothing begins before that. A reader that leaves, has left already or stops reading
 * ends the query and gives its connection back.
 */
function streamOf(rows: Readable, left: AbortSignal): ReadableStream<Uint8Array> {
  const chunks = rows[Symbol.asyncIterator]()
  const giveUp = () => void rows.destroy(new Error('Nobody reads this export any more'))
  let patience = setTimeout(giveUp, readerMayPauseMs)
  rows.once('close', () => clearTimeout(patience))
  // What is destroyed before anybody reads it has nobody else to tell.
  rows.on('error', () => undefined)
  if (left.aborted) giveUp()
  left.addEventListener('abort', giveUp, { once: true })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(patience)
        const { done, value } = await chunks.next()
        if (done) return controller.close()
        controller.enqueue(value)
        patience = setTimeout(giveUp, readerMayPauseMs)
      },
      cancel: giveUp,
    },
    { highWaterMark: 0 },
  )
}
