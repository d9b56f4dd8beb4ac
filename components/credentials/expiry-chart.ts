import type { ChartData } from '#components/ui/chart/chart.ts'
import { formatCount, plural } from '#components/ui/format.ts'
import type { ExpiryTimeline } from '#contract/certificates.ts'

export type Scale = 'days' | 'months'

/** The bars of one scale. Pressing one picks the day (YYYY-MM-DD) or month (YYYY-MM) it stands for. */
export function toChart(timeline: ExpiryTimeline, scale: Scale, onPick: (expiresOn: string) => void): ChartData {
  const bars = barsOf(timeline, scale)
  return {
    kind: 'bar',
    series: [{ id: 'certificates', label: 'Active certificates', ink: 1 }],
    // Without a single bar there is nothing to see but an axis of no meaning.
    points: bars.some(({ certificates }) => certificates > 0)
      ? bars.map(({ at, certificates }) => ({ label: at, values: { certificates } }))
      : [],
    onPick: (index) => {
      const bar = bars[index]
      if (bar && bar.certificates > 0) onPick(bar.at)
    },
  }
}

/** The chart's answer in one sentence: how many, and where most of them fall. */
export function summarise(timeline: ExpiryTimeline, scale: Scale): string {
  const bars = barsOf(timeline, scale)
  const sum = bars.reduce((total, bar) => total + bar.certificates, 0)
  const peak = bars.reduce((most, bar) => (bar.certificates > most.certificates ? bar : most), {
    at: '',
    certificates: 0,
  })
  const rest = peak.certificates > 0 ? `, most of them, ${formatCount(peak.certificates)}, on ${peak.at}` : ''
  return `${plural(sum, 'certificate')} in ${periodOf(scale)}${rest}.`
}

/** How far ahead the bars of a scale go, in words. */
export const periodOf = (scale: Scale) => (scale === 'days' ? 'the next 90 days' : 'the next 36 months')

function barsOf(timeline: ExpiryTimeline, scale: Scale) {
  return scale === 'days'
    ? timeline.days.map(({ day, certificates }) => ({ at: day, certificates }))
    : timeline.months.map(({ month, certificates }) => ({ at: month, certificates }))
}
