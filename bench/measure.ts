/** What a path of the performance page came to, against the floor measured in the same run. */
export type Measure = {
  id: string
  /** What was measured, in a few words. */
  name: string
  goal: number
  value: number
  better: 'lower' | 'higher'
  unit: string
  /** The floor itself, in `floorUnit`: what the ratio was taken against. */
  floor: number
  floorUnit: string
  detail: string
}

/** How large a run is: the whole thing, or a small variant of it. */
export type Size = { quick: boolean; things: number }

/** One file of bench/paths: the ids it measures, and how. */
export type BenchPath = {
  id: string
  title: string
  run(size: Size): Promise<Measure[]>
}

export const path = (definition: BenchPath) => definition

export const meets = ({ better, value, goal }: Measure) => (better === 'lower' ? value <= goal : value >= goal)

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: number[]): number {
  return quantile(values, 0.5)
}

/** The `q` quantile (0 to 1), linear between neighbours. Throws on no values. */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const below = sorted[Math.floor(at)]
  const above = sorted[Math.ceil(at)]
  if (below === undefined || above === undefined) throw new Error('No values to take a quantile of')
  return below + (above - below) * (at - Math.floor(at))
}

/** Milliseconds that `work` took, and what it gave. */
export async function timed<Result>(work: () => Promise<Result>): Promise<{ ms: number; result: Result }> {
  const from = performance.now()
  const result = await work()
  return { ms: performance.now() - from, result }
}

/** Milliseconds of each of `rounds` runs of two things, in turn, after one warm-up each: their ratio survives a drifting machine. */
export async function inTurn(
  rounds: number,
  ours: (round: number) => Promise<unknown>,
  floor: (round: number) => Promise<unknown>,
) {
  await ours(0)
  await floor(0)
  const times = { ours: [] as number[], floor: [] as number[] }
  for (let round = 1; round <= rounds; round++) {
    times.ours.push((await timed(() => ours(round))).ms)
    times.floor.push((await timed(() => floor(round))).ms)
  }
  return times
}
