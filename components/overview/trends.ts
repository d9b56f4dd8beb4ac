import type { ChartData, ChartInk, Point } from '#components/ui/chart/chart.ts'
import type { Overview } from '#contract/overview.ts'

type Days = Overview['trends']
type Figure = 'things' | 'connected' | 'expired' | 'expiring'

const dayMs = 86_400_000

/** Some figures day by day. A day nobody measured is a gap, so that a line never claims what was not seen. */
export function trendOf(days: Days, series: readonly { id: Figure; label: string; ink?: ChartInk }[]): ChartData {
  return { kind: 'line', series, points: measuredDays(days) < 2 ? [] : everyDay(days).map(toPoint) }
}

/** How many days have any figure. */
export function measuredDays(days: Days) {
  return days.filter((day) => day.things !== null).length
}

function everyDay(days: Days): Days {
  const byDay = new Map(days.map((one) => [one.day, one]))
  const sorted = [...byDay.keys()].sort()
  const first = Date.parse(sorted[0] ?? '')
  const last = Date.parse(sorted.at(-1) ?? '')
  const all: Days = []
  for (let at = first; at <= last; at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10)
    all.push(byDay.get(day) ?? { day, things: null, connected: null, expired: null, expiring: null })
  }
  return all
}

function toPoint({ day, ...values }: Days[number]): Point {
  return { label: day, values }
}
