import type { IncidentCharts } from '#contract/incidents.ts'
import { limits } from './correlate/limits.ts'
import { type TakeOver, takeOvers } from './correlate/takeovers.ts'
import { type Lane, lanesOf, type SideKey } from './lanes.ts'
import type { ConnectionRecord } from './record.ts'

/** Take-overs from before the records that were read, in the minutes since 1970 they fell into. */
export type Earlier = { kicks: number; firstAt: Date; perMinute: (readonly [minute: number, kicks: number])[] }

/**
 * What an incident's charts are drawn from, as it is kept. A bar is `barMinutes` wide: [place since 1970, take-overs], those
 * without any left out. `gaps` are counts by `gapsUpTo`; `from` and `to` are the ends of the axis of `lanes`, in epoch ms.
 */
export type Chart = {
  from: number
  to: number
  barMinutes: number
  bars: (readonly [place: number, kicks: number])[]
  gaps: number[]
  lanes: Lane[]
  cut: boolean
}

/** Bars a chart has at most; minutes a bar stands for, each a multiple of the one before, so that bars can be added up. */
const mostBars = 120
const barMinutes = [1, 5, 15, 60, 180, 360, 720, 1440]

/** Upper bounds of the histogram of gaps, in seconds. A longer silence parts episodes. */
const gapsUpTo = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, limits.quietS]

const recordsInLanes = 400

type Charted = { sides: readonly SideKey[]; firstAt: Date; lastAt: Date }

/**
 * Take-overs in time, the gaps between them and the latest sessions of each side of one client ID. Follows from the set of
 * its records alone. Null when they tell of nothing.
 */
export function chartOf(
  records: readonly ConnectionRecord[],
  { sides, firstAt, lastAt }: Charted,
  earlier: Earlier | null = null,
  found: readonly Pick<TakeOver, 'at'>[] = takeOvers(records),
): Chart | null {
  const around = limits.aroundS * 1000
  const [first, last] = [firstAt.getTime(), lastAt.getTime()]
  const own = records.filter(({ at }) => first - around <= at.getTime() && at.getTime() <= last + around)
  const ordered = own.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1))
  const latest = ordered.slice(-recordsInLanes)
  const [from, to] = [latest[0]?.at.getTime(), latest.at(-1)?.at.getTime()]
  if (from === undefined || to === undefined) return null
  const kicks = found.flatMap(({ at }) => (first <= at && at <= last ? [at] : []))
  const minutes = [...(earlier?.perMinute ?? []), ...kicks.map((at) => [Math.floor(at / 60_000), 1] as const)]
  const cut = ordered.length > latest.length || earlier !== null
  return { from, to, ...barsOf(minutes), gaps: histogram(kicks), lanes: lanesOf(latest, sides), cut }
}

/** Minutes as bars: of one minute, or as many as it takes to stay readable, and of `narrowest` at least. */
export function barsOf(
  minutes: readonly (readonly [minute: number, kicks: number])[],
  narrowest = 1,
): Pick<Chart, 'barMinutes' | 'bars'> {
  let [first, last] = [Number.POSITIVE_INFINITY, 0]
  for (const [minute] of minutes) {
    first = Math.min(first, minute)
    last = Math.max(last, minute)
  }
  const width = Math.max(narrowest, widthOf(last - first))
  const counts = new Map<number, number>()
  for (const [minute, kicks] of minutes) {
    const place = Math.floor(minute / width)
    counts.set(place, (counts.get(place) ?? 0) + kicks)
  }
  return { barMinutes: width, bars: [...counts].sort(([a], [b]) => a - b) }
}

/** How many minutes a bar stands for when they span so many. */
const widthOf = (minutes: number): number => barMinutes.find((width) => minutes / width < mostBars - 1) ?? 1440

function histogram(kicks: readonly number[]): number[] {
  const counts = gapsUpTo.map(() => 0)
  for (const [place, at] of kicks.entries()) {
    const gap = (at - (kicks[place - 1] ?? at)) / 1000
    const column = place === 0 ? -1 : gapsUpTo.findIndex((upToS) => gap <= upToS)
    if (column >= 0) counts[column] = (counts[column] ?? 0) + 1
  }
  return counts
}

/** A chart as pages draw it: every bar of its span is there. */
export function drawn({ from, to, barMinutes: width, bars, gaps, lanes, cut }: Chart): IncidentCharts {
  const first = bars[0]?.[0] ?? 0
  // Days beyond what a chart can show are those of a clock gone wrong.
  const last = Math.min(bars.at(-1)?.[0] ?? -1, first + 4 * mostBars)
  const counts = new Map(bars)
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    lanes,
    perMinute: Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => ({
      at: new Date((first + place) * width * 60_000).toISOString(),
      kicks: counts.get(first + place) ?? 0,
    })),
    intervals: gaps.map((count, place) => ({ upToS: gapsUpTo[place] ?? limits.quietS, count })),
    cut,
  }
}
