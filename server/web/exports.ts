import { Readable } from 'node:stream'
import { ORPCError } from '@orpc/server'
import type { z } from 'zod'
import { certificateFilters } from '#contract/certificates.ts'
import { thingFilters } from '#contract/things.ts'
import { record } from '#server/activity/record.ts'
import { exportCertificates } from '#server/credentials/export.ts'
import { exportThings } from '#server/fleet/export.ts'
import { permit } from '#server/platform/api/authorize.ts'
import { requireReadableText } from '#server/platform/api/readable-text.ts'
import type { Context } from '#server/platform/context.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'

/** Streams the inventory, exactly as filtered and ordered, as CSV. */
export const answerThingsCsv = csv('things', thingFilters, exportThings)

/** Streams the certificates, exactly as filtered and ordered, as CSV. */
export const answerCertificatesCsv = csv('certificates', certificateFilters, exportCertificates)

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
      requireReadableText(given)
      const asked = filters.safeParse(given)
      if (!asked.success) throw new ORPCError('BAD_REQUEST', { data: { issues: asked.error.issues } })
      const context = { ...incoming, actor }
      const rows = await write(context, asked.data)
      // A reader that leaves ends the query and gives its connection back.
      request.signal.addEventListener('abort', () => rows.destroy(), { once: true })
      const detail = Object.fromEntries(Object.entries(asked.data).map(([filter, value]) => [filter, String(value)]))
      await record(web.database.prisma, context, { action: 'exported', subject: name, detail })
      const day = incoming.now.toISOString().slice(0, 10)
      return new Response(asWebStream(rows), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${name}-${day}.csv"`,
        },
      })
    })
}

type Write<Filters extends z.ZodType> = (context: Context, filters: z.infer<Filters>) => Promise<Readable>

// Node's and the DOM's types of the one stream class differ by name only.
function asWebStream(rows: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(rows) as unknown as ReadableStream<Uint8Array>
}
