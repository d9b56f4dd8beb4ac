import type { ChartData } from '#components/ui/chart/chart.ts'
import { plural } from '#components/ui/format.ts'
import type { IncidentFigures } from '#contract/incidents.ts'

type Days = IncidentFigures['perDay']
type Measured = Pick<IncidentFigures, 'acknowledge' | 'contain' | 'resolve'>

const dayOf = (day: string) => day.slice(5)

/** One bar a day, oldest first; no points at all when nothing ever happened. */
export function perDayChart(days: Days, of: 'opened' | 'kicks'): ChartData {
  const label = of === 'opened' ? 'Opened' : 'Kicks'
  const any = days.some((one) => one[of] > 0)
  return {
    kind: 'bar',
    series: [{ id: of, label, ink: of === 'opened' ? 1 : 4 }],
    points: any ? days.map((one) => ({ label: dayOf(one.day), values: { [of]: one[of] } })) : [],
  }
}

export function perDayInWords(days: Days, of: 'opened' | 'kicks') {
  const sum = days.reduce((all, one) => all + one[of], 0)
  const most = days.toSorted((a, b) => b[of] - a[of])[0]
  const noun = of === 'opened' ? 'incident' : 'kick'
  return most && sum > 0
    ? `${plural(sum, noun)} in ${plural(days.length, 'day')}, most on ${most.day}: ${most[of]}.`
    : `No ${noun} in ${plural(days.length, 'day')}.`
}

const steps = [
  { id: 'acknowledge', label: 'Acknowledge', ink: 1 },
  { id: 'contain', label: 'Contain', ink: 2 },
  { id: 'resolve', label: 'Resolve', ink: 3 },
] as const

/** The median of each day, in seconds; a day on which nothing was measured is a gap. */
export function timesChart(measured: Measured, format: (seconds: number) => string): ChartData {
  const days = measured.acknowledge.map(({ day }) => day)
  const any = steps.some(({ id }) => measured[id].some(({ medianS }) => medianS !== null))
  const valueOn = (id: keyof Measured, day: string) => measured[id].find((one) => one.day === day)?.medianS ?? null
  return {
    kind: 'bar',
    series: steps.map(({ id, label, ink }) => ({ id, label, ink })),
    points: any
      ? days.map((day) => ({
          label: dayOf(day),
          values: Object.fromEntries(steps.map(({ id }) => [id, valueOn(id, day)])),
        }))
      : [],
    format,
    tick: (seconds) => (seconds < 120 ? `${Math.round(seconds)} s` : `${Number((seconds / 60).toFixed(1))} min`),
  }
}

/** The latest day on which each was measured. */
export function timesInWords(measured: Measured, format: (seconds: number) => string) {
  const said = steps.flatMap(({ id, label }) => {
    const last = measured[id].findLast(({ medianS }) => medianS !== null)
    return last && last.medianS !== null ? [`${label.toLowerCase()} ${format(last.medianS)} on ${last.day}`] : []
  })
  return said.length > 0 ? `Half took this long or less: ${said.join(', ')}.` : 'Nothing was measured yet.'
}
