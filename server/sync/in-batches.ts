import { oneAhead } from './one-ahead.ts'

type Page<T> = { items: T[]; next?: string | undefined }

/** The same items in larger pages, read while the last are kept. What a killed pass loses is one of them. */
export async function* inBatches<T>(pages: AsyncIterable<Page<T>>, size: number): AsyncGenerator<Page<T>> {
  yield* oneAhead(gathered(pages, size))
}

async function* gathered<T>(pages: AsyncIterable<Page<T>>, size: number): AsyncGenerator<Page<T>> {
  let items: T[] = []
  for await (const page of pages) {
    items.push(...page.items)
    if (page.next !== undefined && items.length < size) continue
    yield { items, next: page.next }
    items = []
  }
}
