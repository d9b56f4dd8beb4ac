/** What is counted, and the moment it was counted as of. */
export type Counted<Value> = { value: Value; at: Date }

/** A page that asks: as of when, and when it waits no longer for what could be told as it was a moment ago. */
type Asked = { now: Date; tired: Promise<unknown> }

type Entry<Value> = { told?: Counted<Value> & { doneMs: number; tookMs: number }; counting?: Promise<Counted<Value>> }
type Ways<Value> = {
  /** What came to nothing is counted again by whoever asks next. */
  worthKeeping: (value: Value) => boolean
  clock?: () => number
}

// What took long to count stands for long: counting again and again costs a fiftieth of the time, at most.
const leastMs = 5_000
const mostMs = 300_000
const factor = 50
// Older than this it is told to nobody, however long counting takes.
const oldestMs = 900_000
// Of the pool's connections; pages go on meanwhile.
const atOnce = 3
const mostEntries = 5_000

/**
 * Counts things of a pool's database once for all who ask: each stands for a while, and then whoever asks waits until they
 * are tired and is told the older count, with its own time, while the new one is made for the next.
 */
export function createKept<Value>({ worthKeeping, clock = () => performance.now() }: Ways<Value>) {
  const pools = new WeakMap<object, { entries: Map<string, Entry<Value>>; inTurn: Queue }>()

  function recount(entry: Entry<Value>, inTurn: Queue, now: Date, count: () => Promise<Value>) {
    const counting = inTurn(async () => {
      const began = clock()
      const value = await count()
      const done = clock()
      const told = { value, at: now, doneMs: done, tookMs: done - began }
      if (worthKeeping(value)) entry.told = told
      return told
    }).finally(() => {
      delete entry.counting
    })
    // Who grew tired does not hear of a failure: the next one counts again.
    counting.catch(() => undefined)
    return counting
  }

  return async (pool: object, name: string, { now, tired }: Asked, count: () => Promise<Value>) => {
    const { entries, inTurn } = pools.get(pool) ?? { entries: new Map<string, Entry<Value>>(), inTurn: createQueue() }
    pools.set(pool, { entries, inTurn })
    const entry = entries.get(name) ?? {}
    if (!entries.has(name)) makeRoom(entries)
    entries.set(name, entry)
    const { told } = entry
    const ageMs = told ? clock() - told.doneMs : Number.POSITIVE_INFINITY
    if (told && ageMs < Math.min(mostMs, Math.max(leastMs, factor * told.tookMs))) return told
    entry.counting ??= recount(entry, inTurn, now, count)
    if (!told || ageMs > oldestMs) return entry.counting
    return Promise.race([entry.counting, tired.then(() => told)])
  }
}

type Queue = <Result>(work: () => Promise<Result>) => Promise<Result>

function makeRoom(entries: Map<string, unknown>): void {
  const [oldest] = entries.keys()
  if (entries.size >= mostEntries && oldest !== undefined) entries.delete(oldest)
}

/** So many at once; the others wait for their turn. */
function createQueue(): Queue {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running < atOnce) running++
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await work()
    } finally {
      // The place is handed on: whoever comes between must not take it.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
