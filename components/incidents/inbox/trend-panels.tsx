'use client'

import { duration } from '#components/response/words.ts'
import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Failure } from '#components/ui/panel.tsx'
import type { IncidentFigures } from '#contract/incidents.ts'
import { perDayChart, perDayInWords, timesChart, timesInWords } from './trends.ts'

const thirtyDays = 'The last 30 days'

/** How many there are, how hard they hit, and how fast we are: one question per chart. */
export function TrendPanels({ data, failed }: { data: IncidentFigures | undefined; failed: Failure | undefined }) {
  if (failed && !data) return null
  const days = data?.perDay ?? []
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartPanel
        title="How many are opened?"
        note={thirtyDays}
        summary={perDayInWords(days, 'opened')}
        data={data && perDayChart(days, 'opened')}
        empty={<EmptyState title="None was opened in 30 days" />}
      />
      <ChartPanel
        title="How many sessions are thrown out?"
        note="By day opened"
        summary={perDayInWords(days, 'kicks')}
        data={data && perDayChart(days, 'kicks')}
        empty={<EmptyState title="No session was thrown out in 30 days" />}
      />
      <div className="min-w-0 lg:col-span-2">
        <ChartPanel
          title="How fast are they acknowledged, contained and resolved?"
          note="Median of those opened that day"
          summary={data ? timesInWords(data, duration) : ''}
          data={data && timesChart(data, duration)}
          empty={
            <EmptyState title="Nothing measured yet">
              Measured from an incident’s first record until somebody takes it up, until a run is shown to contain it,
              and until it is resolved.
            </EmptyState>
          }
        />
      </div>
    </div>
  )
}
