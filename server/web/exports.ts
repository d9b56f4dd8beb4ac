import { Readable } from 'node:stream'
import { ORPCError } from '@orpc/server'
import type { z } from 'zod'
import { permit } from '#server/platform/api/authorize.ts'
import type { Context } from '#server/platform/context.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'

/** A CSV that can be asked for: its name, the filters it takes, and what writes it. */
export type Export<Filters extends z.ZodType> = {
  name: string
  filters: Filters
  write(context: Context, filters: z.infer<Filters>): Promise<NodeJS.ReadableStream>
}

/** Streams a CSV of exactly the filter. A reader that leaves ends the query and gives its connection back. */
export async function answerExport<Filters extends z.ZodType>(web: Web, request: Request, wanted: Export<Filters>) {
  return serve(web, request, `/api/exports/${wanted.name}.csv`, async (incoming) => {
    const actor = await incoming.identify()
    permit(actor, 'viewer')
    const query = Object.fromEntries(new URL(request.url).searchParams)
    const filters = wanted.filters.safeParse(query)
    if (!filters.success) throw new ORPCError('BAD_REQUEST', { data: { issues: filters.error.issues } })
    const rows = Readable.from(await wanted.write({ ...incoming, actor }, filters.data), { objectMode: false })
    request.signal.addEventListener('abort', () => rows.destroy(), { once: true })
    const day = incoming.now.toISOString().slice(0, 10)
    return new Response(asWebStream(rows), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${wanted.name}-${day}.csv"`,
      },
    })
  })
}

// Node's and the DOM's types of the one stream class differ by name only.
function asWebStream(rows: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(rows) as unknown as ReadableStream<Uint8Array>
}
