import type { Context } from '#server/platform/context.ts'
import type { Database } from '#server/platform/db.ts'
import { datasetNow } from './dataset.ts'
import { quantile, timed } from './measure.ts'

/** A viewer's context over the filled fleet, at the time its dates are spread around. */
export const viewing = (database: Database): Context => ({ database, now: datasetNow, actor: null, ipAddress: null })

/** Things spread over the whole list: (name, id) of every n-th row in list order. */
export async function spreadOverNames({ pool }: Database, count: number): Promise<{ name: string; id: string }[]> {
  const { rows } = await pool.query<{ name: string; id: string }>(
    `select name, id::text as id from (select name, id, row_number() over (order by name) as place, count(*) over () as whole from things) t
     where place % greatest(whole / $1, 1) = 0 order by name`,
    [count],
  )
  return rows
}

/** Milliseconds of each call, one after the other, after some that warm caches, plans and the compiler. */
export async function latencies<Item>(items: Item[], ask: (item: Item) => Promise<unknown>): Promise<number[]> {
  for (const item of items.slice(0, 30)) await ask(item)
  const times: number[] = []
  for (const item of items) times.push((await timed(() => ask(item))).ms)
  return times
}

/** The same of two ways to ask, in turn for each item and each first for every other one: what one warms serves both. */
export async function latenciesOfBoth<Item>(
  items: Item[],
  ours: (item: Item) => Promise<unknown>,
  floor: (item: Item) => Promise<unknown>,
): Promise<{ ours: number[]; floor: number[] }> {
  for (const item of items.slice(0, 30)) {
    await ours(item)
    await floor(item)
  }
  const times = { ours: [] as number[], floor: [] as number[] }
  for (const [place, item] of items.entries()) {
    if (place % 2) times.floor.push((await timed(() => floor(item))).ms)
    times.ours.push((await timed(() => ours(item))).ms)
    if (place % 2 === 0) times.floor.push((await timed(() => floor(item))).ms)
  }
  return times
}

export const p95 = (times: number[]) => quantile(times, 0.95)
