/** The same pages, the next one being read while the last is kept. */
export async function* oneAhead<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  const iterator = pages[Symbol.asyncIterator]()
  const next = () => {
    const page = iterator.next()
    // What fails while nobody waits for it yet is told to whoever asks next.
    page.catch(() => undefined)
    return page
  }
  try {
    let ahead = next()
    for (;;) {
      const { done, value } = await ahead
      if (done) return
      ahead = next()
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}
