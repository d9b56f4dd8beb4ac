import type { z } from 'zod'
import type { EntryMeta } from '#contract/base.ts'
import { api } from '#contract/index.ts'
import { writeCertificates } from '#server/credentials/queries/list-certificates.ts'
import { writeThings } from '#server/fleet/queries/list-things.ts'
import { permit } from '#server/platform/api/authorize.ts'
import type { Incoming } from '#server/platform/api/incoming.ts'
import { requirePlainText } from '#server/platform/api/plain-input.ts'
import { fieldsOf } from '#server/platform/api/query.ts'
import type { Context } from '#server/platform/context.ts'
import { type JsonPage, pageText } from '#server/platform/json-page.ts'

/** A request for a list whose pages the database writes, ready to be answered. */
export type WrittenList = { route: string; answer(incoming: Incoming): Promise<Response> }

/**
 * Reads a request for one of the lists below, which go out as the database wrote them: the router would take every row
 * apart twice. Null when the router should answer: any other entry, and whatever is not plainly right, so that there is
 * one place that says what is wrong.
 */
export function readWrittenList(request: Request): WrittenList | null {
  if (request.method !== 'GET') return null
  const { pathname, searchParams } = new URL(request.url)
  const list = lists.get(pathname)
  const given = Object.fromEntries(searchParams)
  const plain = Object.keys(given).length === searchParams.size && !/[[\]]/.test(Object.keys(given).join())
  return list && plain ? list(given) : null
}

/** Whether anything at this path may be such a list. */
export const isWrittenList = (path: string): boolean => lists.has(path)

type Read = (given: Record<string, string>) => WrittenList | null

const lists = new Map<string, Read>([
  written(api.things.list, writeThings),
  written(api.certificates.list, writeCertificates),
])

// What the contract's makers (`asViewer` and so on) leave in an entry.
type Entry<Input> = { '~orpc': { inputSchema?: Input | undefined; route: { path?: string }; meta: EntryMeta } }

function written<Input extends z.ZodType>(
  { '~orpc': { inputSchema, route, meta } }: Entry<Input>,
  write: (context: Context, input: z.output<Input>) => Promise<JsonPage>,
) {
  const path = route.path ?? ''
  const known = inputSchema ? fieldsOf(inputSchema) : []
  const read: Read = (given) => {
    const asked = inputSchema?.safeParse(given)
    if (!asked?.success || Object.keys(given).some((name) => !known.includes(name))) return null
    return {
      route: path,
      async answer(incoming) {
        const actor = await incoming.identify()
        permit(actor, meta.role, incoming)
        requirePlainText(given)
        const page = await write({ ...incoming, actor }, asked.data)
        return new Response(pageText(page), { headers: { 'content-type': 'application/json' } })
      },
    }
  }
  return [`/api${path}`, read] as const
}
