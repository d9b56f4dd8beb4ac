/** Runs `work` on every item, at most `limit` at a time. After the first failure nothing new is begun, and it is thrown. */
export async function inFlight<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  let failed: { error: unknown } | undefined
  const lane = async () => {
    while (next < items.length && !failed) {
      const place = next++
      try {
        results[place] = await work(items[place] as T)
      } catch (error) {
        failed ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane))
  if (failed) throw failed.error
  return results
}
