/** Runs `work` on every item, at most `limit` at a time, in order of the items. The first failure ends it. */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  async function worker() {
    while (next < items.length) {
      const place = next++
      results[place] = await work(items[place] as T)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  } finally {
    // After a failure the others finish what they have in hand and take nothing new.
    next = items.length
  }
  return results
}
