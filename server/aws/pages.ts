import type { z } from 'zod'
import type { Tally } from './call.ts'
import { AwsFailure, isFailure } from './failure.ts'

/** One page of a list; `next` is the token of the following one. */
export type Page<T> = { items: T[]; next?: string | undefined }

/** Items to ask for at a time. SearchIndex: the API reference allows 100, the quota page 500. */
export type PageSizes = { search: number; list: number }

export const pageDefaults: PageSizes = { search: 100, list: 250 }

const mostEmptyPages = 200

/**
 * Walks a list from `start`. Stops with a `malformed` failure when the endpoint repeats a token, repeats a page
 * under a new token, or goes on with nothing: such a walk would never end.
 */
export async function* walk<T>(
  operation: string,
  start: string | undefined,
  fetchPage: (token: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<Page<T>> {
  const tokens = new Set<string>()
  let token = start
  let before = ''
  let empty = 0
  while (true) {
    const page = await fetchPage(token)
    const content = page.items.length === 0 ? '' : JSON.stringify([page.items.length, page.items[0], page.items.at(-1)])
    empty = page.items.length === 0 ? empty + 1 : 0
    const repeats =
      page.next && (tokens.has(page.next) || page.next === token || (content !== '' && content === before))
    if (repeats) throw new AwsFailure('malformed', operation, `${operation} repeats itself: its page token never ends.`)
    if (empty > mostEmptyPages) throw new AwsFailure('malformed', operation, `${operation} goes on without an item.`)
    yield page
    if (!page.next) return
    tokens.add(page.next)
    token = page.next
    before = content
  }
}

/** Parses each item on its own: one that is not as documented is counted as skipped, its page is not lost. */
export function parseItems<T>(schema: z.ZodType<T>, items: unknown[] | undefined, tally: Tally): T[] {
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
