'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Incident } from '#contract/incidents.ts'
import { LanesPanel } from './lanes-panel.tsx'
import { intervalChart, intervalsInWords, stormChart, stormInWords } from './storm.ts'

/** When it happened: sessions, kicks in time, and how regular they are. */
export function ChartPanels({ incident }: { incident: Incident }) {
  const query = useQuery(api.incidents.charts.queryOptions({ input: { id: incident.id } }))
  const charts = query.data
  const failed = failureOf(query, 'The records')
  const none = <EmptyState title="No session was thrown out in these records" />
  return (
    <>
      <LanesPanel incident={incident} charts={charts} failed={failed} />
      <div className="grid gap-4 lg:grid-cols-2">
        <ChartPanel
          title="How hard does it storm?"
          summary={charts ? stormInWords(charts.perMinute) : ''}
          data={charts && stormChart(charts.perMinute)}
          failed={charts ? undefined : failed}
          empty={none}
        />
        <ChartPanel
          title="How regular is it?"
          note="Kicks by the time since the one before, at most"
          summary={charts ? intervalsInWords(charts.intervals) : ''}
          data={charts && intervalChart(charts.intervals)}
          failed={charts ? undefined : failed}
          empty={none}
        />
      </div>
    </>
  )
}
