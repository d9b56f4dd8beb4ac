import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Tally } from './call.ts'
import { AwsFailure, isFailure } from './failure.ts'

/** One page of a list; `next` is the token of the following one. */
export type Page<T> = { items: T[]; next?: string | undefined }

/** Items to ask for at a time. SearchIndex: the API reference allows 100, the quota page 500. */
export type PageSizes = { search: number; list: number }

export const pageDefaults: PageSizes = { search: 100, list: 250 }

const mostEmptyPages = 200
// Lists are not snapshots: a small page may come again where something was added before it. A walk that goes round does so for good.
const mostRepeatedPages = 3

/**
 * Walks a list from `start`. Stops with a `malformed` failure when the endpoint repeats a token, repeats pages one after
 * the other under new tokens, or goes on with nothing: such a walk would never end.
 */
export async function* walk<T>(
  operation: string,
  start: string | undefined,
  fetchPage: (token: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<Page<T>> {
  const seen = new Set<string>()
  let token = start
  let empty = 0
  let repeated = 0
  while (true) {
    const page = await fetchPage(token)
    if (page.next && typeof page.next !== 'string') {
      throw new AwsFailure('malformed', operation, `${operation} answered with a page token that is no text.`)
    }
    const tokenMark = `token ${page.next}`
    const marks = page.next ? markOf(page.items) : []
    empty = page.items.length === 0 ? empty + 1 : 0
    repeated = marks.some((mark) => seen.has(mark)) ? repeated + 1 : empty > 0 ? repeated : 0
    if (repeated >= mostRepeatedPages || (page.next && (page.next === token || seen.has(tokenMark)))) {
      throw new AwsFailure('malformed', operation, `${operation} repeats itself: its page token never ends.`)
    }
    if (empty > mostEmptyPages) throw new AwsFailure('malformed', operation, `${operation} goes on without an item.`)
    yield page
    if (!page.next) return
    for (const mark of [tokenMark, ...marks]) seen.add(mark)
    token = page.next
  }
}

// A page that comes again, next or after others, comes with the same ends. Hashed: a walk may have ten thousand pages.
function markOf(items: unknown[]): string[] {
  if (items.length === 0) return []
  const ends = JSON.stringify([items.length, items[0], items.at(-1)])
  return [createHash('sha1').update(ends).digest('base64')]
}

/** Parses each item on its own: one that is not as documented is counted as skipped, its page is not lost. */
export function parseItems<T>(schema: z.ZodType<T>, items: unknown[] | null | undefined, tally: Tally): T[] {
  if (items === undefined || items === null) tally.unlisted = true
  else if (!Array.isArray(items))
    throw new AwsFailure('malformed', 'list', 'AWS answered with something that is no list.')
  const parsed: T[] = []
  for (const item of items ?? []) {
    const result = schema.safeParse(item)
    if (result.success) parsed.push(result.data)
    else tally.skipped++
  }
  return parsed
}

/** Parses a single answer. Throws a `malformed` failure that names the field. */
export function parseAnswer<T>(schema: z.ZodType<T>, operation: string, answer: unknown): T {
  const result = schema.safeParse(answer)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new AwsFailure(
    'malformed',
    operation,
    `${operation} answered without a usable ${issue?.path.join('.') || 'body'}.`,
  )
}

/** Null instead of a failure when AWS does not have the object (any more). */
export function orNull<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (isFailure(error, 'gone')) return null
    throw error
  })
}
