import type { ChartData } from '#components/ui/chart/chart.ts'
import { formatCount } from '#components/ui/format.ts'
import { span } from '#components/ui/format-time.ts'
import type { Deployment } from '#contract/deployments.ts'
import { failuresOf, openOf } from '../counts.ts'

type Progress = Deployment['progress']

const steps = 48
const dayMs = 86_400_000

/**
 * Counts over time, at even distances: between two changes they stand as they were seen last. `until` is when they were
 * seen last of all, ISO 8601.
 */
export function progressChart(progress: Progress, until: string | null): ChartData {
  const first = Date.parse(progress[0]?.at ?? '')
  const last = Math.max(Date.parse(progress.at(-1)?.at ?? ''), until ? Date.parse(until) : 0)
  const series: ChartData['series'] = [
    { id: 'succeeded', label: 'Succeeded', ink: 'ok' },
    { id: 'open', label: 'Still to come', ink: 6 },
    // A series of nothing would draw its line along the top, as if all had failed.
    ...(progress.some((one) => failuresOf(one) > 0)
      ? [{ id: 'failed', label: 'Failed, timed out or rejected', ink: 'bad' as const }]
      : []),
  ]
  if (!(last > first)) return { kind: 'area', series, stacked: true, points: [] }
  const stepMs = Math.max(1000, Math.ceil((last - first) / steps))
  const points: ChartData['points'][number][] = []
  let at = 0
  for (let ms = first; ms < last + stepMs; ms += stepMs) {
    const now = Math.min(ms, last)
    while (at + 1 < progress.length && Date.parse(progress[at + 1]?.at ?? '') <= now) at += 1
    const seen = progress[at]
    if (!seen) continue
    const label = labelOf(now, last - first)
    if (points.at(-1)?.label === label) points.pop()
    points.push({
      label,
      values: { succeeded: seen.succeeded, open: openOf(seen), failed: failuresOf(seen) },
    })
  }
  return { kind: 'area', series, stacked: true, points }
}

/** UTC, as fine as the length of time needs. */
function labelOf(ms: number, lengthMs: number) {
  const text = new Date(ms).toISOString()
  if (lengthMs > dayMs) return text.slice(5, 16).replace('T', ' ')
  return lengthMs > 2 * 3_600_000 ? text.slice(11, 16) : text.slice(11, 19)
}

/** The chart's answer in a sentence. */
export function progressInWords(progress: Progress): string {
  const [first] = progress
  const last = progress.at(-1)
  if (!first || !last || first === last) return 'Its counts were seen once.'
  const lengthMs = Date.parse(last.at) - Date.parse(first.at)
  const gained = last.succeeded - first.succeeded
  const wrong = failuresOf(last) - failuresOf(first)
  return `Within ${span(lengthMs)}, ${formatCount(gained)} more succeeded and ${formatCount(wrong)} more did not; ${formatCount(openOf(last))} are still to come.`
}
