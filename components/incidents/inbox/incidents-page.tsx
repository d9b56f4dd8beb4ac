'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { counted, Figured } from '#components/data/list/figured.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { useScope } from '#components/data/scope.tsx'
import { useMe } from '#components/people/use-me.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import type { IncidentSummary } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { useIncidentFreshness } from './feeds.ts'
import { incidentColumns } from './incident-columns.tsx'
import { incidentFields } from './incident-fields.ts'
import { IncidentFigures } from './incident-figures.tsx'
import { incidentList, incidentsInput } from './incident-list-state.ts'

const IncidentDrawer = lazy(() => import('./incident-drawer.tsx').then((part) => ({ default: part.IncidentDrawer })))
const IncidentsEmpty = lazy(() => import('./incidents-empty.tsx').then((part) => ({ default: part.IncidentsEmpty })))
const InboxTriage = afterPaint(() => import('./inbox-triage.tsx').then((part) => part.InboxTriage), null)
const TrendPanels = afterPaint(() => import('./trend-panels.tsx').then((part) => part.TrendPanels), null)
const ExercisesPanel = afterPaint(() => import('./exercises-panel.tsx').then((part) => part.ExercisesPanel), null)
const DrillMenu = afterPaint(() => import('./drill-menu.tsx').then((part) => part.DrillMenu), null)

/** The inbox: what is open, how bad it is, and the list; j, k, Enter, a and s are all that triage needs. */
export function IncidentsPage() {
  const list = useIncidentList()
  const me = useMe()
  const figures = useQuery(api.incidents.figures.queryOptions({ input: useScope() }))
  const page = useRows(api.incidents.list.queryOptions({ input: incidentsInput(list.input) }))
  const [moving, setMoving] = useState<IncidentSummary | null>(null)
  const rows = page.data?.items ?? []
  // The figures are those of real incidents, and would be read as those of the exercises below them.
  const exercises = list.input.drill === true
  return (
    <>
      <ListPage
        title="Incidents"
        about="Client IDs that two sessions fight over, and what alarms and rules about findings opened: who, why, and what ends it."
        count={exercises ? undefined : counted(figures, ({ open }) => open)}
        path={links.incidents()}
        exportHref={links.incidentsExport(incidentsInput({ ...list.matching, sort: list.input.sort }))}
        actions={<DrillMenu account={list.account} />}
        above={
          exercises ? null : (
            <Figured query={figures}>{(data) => <IncidentFigures data={data} account={list.account} />}</Figured>
          )
        }
        fields={incidentFields(rows, me, list.account !== undefined)}
        search={{ label: 'Search client IDs', placeholder: 'Part of the client ID' }}
        tall
        list={list}
        page={page}
        freshness={useIncidentFreshness()}
        label="Incidents"
        noun="incidents"
        what="The incidents"
        columns={incidentColumns}
        rowId={({ id }) => id}
        rowHref={({ id }) => links.incident(id)}
        noMatch="No incident matches"
        empty={
          <Suspense fallback={<div className="h-36" />}>
            <IncidentsEmpty />
          </Suspense>
        }
        drawer={(over) => <IncidentDrawer {...over} onMove={setMoving} />}
        below={
          exercises ? (
            <ExercisesPanel />
          ) : (
            <TrendPanels data={figures.data} failed={failureOf(figures, 'The figures')} />
          )
        }
      />
      <InboxTriage rows={rows} open={list.open} moving={moving} onMove={setMoving} />
    </>
  )
}

/** `open=true` in a link written by hand means the filter, which is the default anyway, and no drawer. */
function useIncidentList() {
  const list = useList(incidentList)
  return { ...list, open: list.open !== undefined && list.open.length > 30 ? list.open : undefined }
}
