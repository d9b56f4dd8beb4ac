import type { Ordered } from '../fleet/ordered.ts'
import { pageSize } from './check.ts'
import { pageToken, readPageToken } from './page-token.ts'

/** AWS names paging fields in two ways: maxResults/nextToken, and pageSize/marker for certificates and policies. */
interface PagedInput {
  nextToken?: string | undefined
  maxResults?: number | undefined
  marker?: string | undefined
  pageSize?: number | undefined
}

interface PageOptions<Item> {
  operation: string
  where?: (item: Item) => boolean
  /** Bounds the walk when the caller knows that matches lie between two positions. */
  range?: [start: number, end: number]
  max?: number
  fallback?: number
}

/**
 * One page of an ordered collection and the token of the next. Each page goes on where the last one stopped, so a whole
 * walk looks at every item once, whatever the filter. Throws InvalidRequestException for sizes and tokens AWS refuses.
 */
export function paginate<Item>(
  input: PagedInput,
  source: Ordered<Item>,
  { operation, where, range, max = 250, fallback = max }: PageOptions<Item>,
): { items: Item[]; next: string | undefined } {
  const { nextToken, maxResults, marker, pageSize: size, ...filters } = input
  const limit = pageSize(maxResults ?? size, size === undefined ? 'maxResults' : 'pageSize', { max, fallback })
  const question = `${operation}${JSON.stringify(filters)}`
  const token = nextToken ?? marker
  const [start, end] = range ?? [0, source.size]
  const from = token ? Math.max(start, source.positionAfter(readPageToken(question, token))) : start
  const items: Item[] = []
  for (let index = from; index < end; index++) {
    const item = source.at(index)
    if (where && !where(item)) continue
    if (items.length === limit) return { items, next: pageToken(question, source.keyOf(items.at(-1) as Item)) }
    items.push(item)
  }
  return { items, next: undefined }
}
