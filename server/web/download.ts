import type { Readable } from 'node:stream'
import { ORPCError } from '@orpc/server'
import type { z } from 'zod'
import { type ActivityObject, record } from '#server/activity/record.ts'
import { permit } from '#server/platform/api/authorize.ts'
import { requirePlainText } from '#server/platform/api/plain-input.ts'
import { fieldsOf, requireKnownQuery } from '#server/platform/api/query.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import { rowsExported } from '#server/platform/csv-export.ts'
import { log } from '#server/platform/log.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'

// An export holds a connection and a moment of the database for as long as it is read.
const readerMayPauseMs = 60_000
const tooMany = 'Too many exports are under way. Try again when one of them is finished.'

/**
 * Answers with a file, streamed as it is read: permitted, recorded when it is taken and again when it ended, and held to a
 * few at a time for each person.
 */
export function download<Filters extends z.ZodType<Record<string, unknown>>>(
  { name, ending, type, at = `/exports/${name}.${ending}` }: File,
  filters: Filters,
  write: Write<Filters>,
  about: About<Filters> = async () => ({ file: name }),
) {
  return (web: Web, request: Request) =>
    serve(web, request, at, async (incoming) => {
      const actor = await incoming.identify()
      permit(actor, 'viewer', incoming)
      const { pathname, searchParams } = new URL(request.url)
      const parts = partsOf(at, pathname)
      const given = { ...Object.fromEntries(searchParams), ...parts }
      requirePlainText(given)
      requireKnownQuery(
        searchParams,
        fieldsOf(filters).filter((name) => !(name in parts)),
      )
      const asked = filters.safeParse(given)
      if (!asked.success) throw new ORPCError('BAD_REQUEST', { data: { issues: asked.error.issues } })
      const context = { ...incoming, actor }
      const { file, object, as } = await about(context, asked.data)
      const day = incoming.now.toISOString().slice(0, 10)
      const headers = {
        'content-type': type,
        'content-disposition': as ? namedAs(as) : `attachment; filename="${file}-${day}.${ending}"`,
      }
      // Nobody reads the body of an answer to HEAD, nor ends it.
      if (request.method === 'HEAD') return new Response(null, { headers })

      const giveBack = web.exports.take(actorOf({ actor }).id)
      if (!giveBack) throw new Refusal('too-many', tooMany)
      try {
        const rows = await write(context, asked.data)
        rows.once('close', giveBack)
        const detail = Object.fromEntries(Object.entries(asked.data).map(([filter, value]) => [filter, String(value)]))
        const filter = { ...detail, ...(ending === 'csv' ? {} : { format: ending }) }
        const taken = { subject: object?.name ?? name, ...(object && { object }) }
        await record(web.database.prisma, context, { action: 'exported', ...taken, detail: filter })
        const ended = (complete: boolean) => noteEnd(web, context, { taken, rows, complete })
        return new Response(streamOf(rows, request.signal, ended), { headers })
      } catch (error) {
        giveBack()
        throw error
      }
    })
}

/** `at`: its address, where that is not the name alone; what stands there in braces is read as a filter. */
type File = { name: string; ending: string; type: string; at?: string }

function partsOf(at: string, pathname: string): Record<string, string> {
  const pattern = at.replace(/[.]/g, '[.]').replace(/\{(\w+)\}/g, '(?<$1>[^/]*)')
  const parts = new RegExp(`${pattern}$`).exec(pathname)?.groups ?? {}
  return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, decoded(text)]))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What was in fact taken: how many rows, or that the reader did not stay to the end. */
async function noteEnd({ database }: Web, context: Context, { taken, rows, complete }: Ended): Promise<void> {
  const detail = { complete, ...(complete && { rows: rowsExported(rows) }) }
  const entry = { action: 'export.ended', ...taken, result: complete ? 'ok' : 'failed', detail } as const
  await record(database.prisma, context, entry).catch((err) => log.error({ err }, 'An export ended unrecorded'))
}
type Ended = { taken: { subject: string; object?: ActivityObject }; rows: Readable; complete: boolean }

export type Write<Filters extends z.ZodType> = (context: Context, filters: z.infer<Filters>) => Promise<Readable>

/**
 * The name of the file, less its day, and what an export of one thing is about; `as` is the whole name of a file that
 * somebody gave. Throws a Refusal when it is not there.
 */
type About<Filters extends z.ZodType> = (
  context: Context,
  filters: z.infer<Filters>,
) => Promise<{ file: string; object?: ActivityObject; as?: string }>

// RFC 6266: a name in any script, of which no header is made.
const namedAs = (name: string) =>
  `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`

/**
 * The rows as they are asked for; nothing begins before that. A reader that leaves, has left already or stops reading
 * ends the query and gives its connection back.
 */
function streamOf(
  rows: Readable,
  left: AbortSignal,
  ended: (complete: boolean) => Promise<void>,
): ReadableStream<Uint8Array> {
  const chunks = rows[Symbol.asyncIterator]()
  const giveUp = () => void rows.destroy(new Error('Nobody reads this export any more'))
  let patience = setTimeout(giveUp, readerMayPauseMs)
  rows.once('close', () => {
    clearTimeout(patience)
    if (!rows.readableEnded) void ended(false)
  })
  // What is destroyed before anybody reads it has nobody else to tell.
  rows.on('error', () => undefined)
  if (left.aborted) giveUp()
  left.addEventListener('abort', giveUp, { once: true })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(patience)
        const { done, value } = await chunks.next()
        if (done) {
          await ended(true)
          return controller.close()
        }
        controller.enqueue(value)
        patience = setTimeout(giveUp, readerMayPauseMs)
      },
      cancel: giveUp,
    },
    { highWaterMark: 0 },
  )
}
