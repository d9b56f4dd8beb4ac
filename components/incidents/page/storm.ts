import type { ChartData } from '#components/ui/chart/chart.ts'
import type { IncidentCharts } from '#contract/incidents.ts'
import { barMinutes } from './lanes.ts'

type Bars = IncidentCharts['perMinute']
type Intervals = IncidentCharts['intervals']

/** Digits only and UTC, as the axis says: alike in every browser. */
const timeOf = (at: string, days: boolean) => (days ? at.slice(5, 16).replace('T', ' ') : at.slice(11, 16))

/** Kicks in time; a bar is a minute, or as many as keep the chart readable. */
export function stormChart(bars: Bars): ChartData {
  const minutes = barMinutes(bars)
  const days = bars[0]?.at.slice(0, 10) !== bars.at(-1)?.at.slice(0, 10)
  const label = minutes === 1 ? 'Kicks a minute (UTC)' : `Kicks in ${minutes} minutes (UTC)`
  return {
    kind: 'bar',
    series: [{ id: 'kicks', label, ink: 4 }],
    points: bars.map(({ at, kicks }) => ({ label: timeOf(at, days), values: { kicks } })),
  }
}

export function stormInWords(bars: Bars) {
  const worst = bars.toSorted((a, b) => b.kicks - a.kicks)[0]
  if (!worst || worst.kicks === 0) return 'Nobody was thrown out in these records.'
  const minutes = barMinutes(bars)
  const within = minutes === 1 ? 'a minute' : `${minutes} minutes`
  const sum = bars.reduce((all, { kicks }) => all + kicks, 0)
  return `${sum} in all; at worst ${worst.kicks} within ${within}, at ${timeOf(worst.at, true)} UTC.`
}

const lengthOf = (seconds: number) => (seconds < 60 ? `${seconds} s` : `${Math.round(seconds / 60)} min`)

/** How long it was from one kick to the next, in growing steps; the empty ones before and after are left out. */
export function intervalChart(all: Intervals): ChartData {
  const first = all.findIndex(({ count }) => count > 0)
  const last = all.findLastIndex(({ count }) => count > 0)
  const intervals = first < 0 ? [] : all.slice(Math.max(0, first - 1), last + 2)
  return {
    kind: 'bar',
    series: [{ id: 'count', label: 'Kicks', ink: 3 }],
    points: intervals.map(({ upToS, count }) => ({ label: lengthOf(upToS), values: { count } })),
  }
}

export function intervalsInWords(intervals: Intervals) {
  const most = intervals.toSorted((a, b) => b.count - a.count)[0]
  const sum = intervals.reduce((all, { count }) => all + count, 0)
  if (!most || sum === 0) return 'There are too few for an interval.'
  return `${most.count} of ${sum} came within ${lengthOf(most.upToS)} of the one before, more than in any other step.`
}
