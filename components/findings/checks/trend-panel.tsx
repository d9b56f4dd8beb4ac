'use client'

import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { plural } from '#components/ui/format.ts'
import type { Failure } from '#components/ui/panel.tsx'
import type { FindingFigures } from '#contract/findings.ts'

const fewestDays = 14

/** How many are open, day by day. A day on which nothing was judged is a gap. */
export function TrendPanel({ data, failed }: { data: FindingFigures | undefined; failed?: Failure | undefined }) {
  if (failed && !data) return null
  const days = data?.perDay ?? []
  // Before the first day that was judged there is nothing to be seen, and what there is would be too thin.
  const first = days.findIndex(({ open }) => open !== null)
  const shown = days.slice(Math.max(0, Math.min(first, days.length - fewestDays)))
  const judged = days.filter(({ open }) => open !== null)
  return (
    <ChartPanel
      title="Does it get better?"
      note="Open at the end of each day, up to 90 days"
      summary={inWords(judged, data?.medianDaysToResolve ?? null)}
      data={
        data && {
          // A line of one day is no line.
          kind: judged.length < 3 ? 'bar' : 'line',
          series: [
            { id: 'open', label: 'Open', ink: 1 },
            { id: 'opened', label: 'Found', ink: 4 },
            { id: 'resolved', label: 'Resolved', ink: 'ok' },
          ],
          points:
            judged.length === 0
              ? []
              : shown.map(({ day, open, opened, resolved }) => ({
                  label: day.slice(5),
                  values: { open, opened: open === null ? null : opened, resolved: open === null ? null : resolved },
                })),
        }
      }
      empty={<EmptyState title="Nothing has been judged yet" />}
    />
  )
}

function inWords(judged: FindingFigures['perDay'], median: number | null) {
  const last = judged.at(-1)
  if (!last) return 'Nothing has been judged yet.'
  const pace =
    median === null
      ? ''
      : ` Half of what was resolved had failed for ${plural(Math.max(1, Math.round(median)), 'day')} or less.`
  const resolved = judged.reduce((sum, day) => sum + day.resolved, 0)
  const opened = judged.reduce((sum, day) => sum + day.opened, 0)
  return `${last.open} open now; ${opened} found and ${resolved} resolved on ${plural(judged.length, 'day')} that were judged.${pace}`
}
