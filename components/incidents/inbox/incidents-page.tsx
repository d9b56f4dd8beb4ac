'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { FilterBar } from '#components/ui/filter-bar.tsx'
import { LastGoodNotice, StaleNotice } from '#components/ui/panel.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
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
  const scope = useScope()
  const freshness = useIncidentFreshness()
  const figures = useQuery(api.incidents.figures.queryOptions({ input: scope }))
  const page = useQuery({
    ...api.incidents.list.queryOptions({ input: incidentsInput(list.input) }),
    placeholderData: keepPreviousData,
  })
  const [hidden, setHidden] = useColumns(incidentList.page, incidentColumns)
  const [moving, setMoving] = useState<IncidentSummary | null>(null)
  const rows = page.data?.items
  const failed = failureOf(figures, 'The figures')
  // The figures are those of real incidents, and would be read as those of the exercises below them.
  const exercises = list.input.drill === true
  return (
    <>
      <PageHeader
        title="Incidents"
        {...(exercises || (failed && !figures.data) ? {} : { count: figures.data ? figures.data.open : null })}
        freshness={freshness}
        actions={
          <>
            <SavedViewsMenu
              page={incidentList.page}
              path={links.incidents()}
              query={list.query}
              account={list.account}
            />
            <DrillMenu account={list.account} />
          </>
        }
      >
        Client IDs that two sessions fight over, and what alarms and rules about findings opened: who, why, and what
        ends it.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        {freshness ? <StaleNotice {...freshness} /> : null}
        {failed && figures.data && !exercises ? <LastGoodNotice failed={failed} /> : null}
        {exercises || (failed && !figures.data) ? null : <IncidentFigures data={figures.data} account={list.account} />}
        <FilterBar
          fields={incidentFields(rows ?? [], me, list.account !== undefined)}
          tokens={list.tokens}
          onChange={list.setTokens}
          search={{
            label: 'Search client IDs',
            value: list.search,
            onChange: list.setSearch,
            placeholder: 'Part of the client ID',
          }}
        />
        <section aria-label="Incidents" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Incidents"
            noun="incidents"
            columns={incidentColumns}
            rows={rows}
            rowId={idOf}
            rowHref={({ id }) => links.incident(id)}
            onOpen={({ id }) => list.setOpen(id)}
            openId={list.open}
            sort={list.sort}
            onSort={list.setSort}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The incidents')}
            empty={
              <Suspense fallback={<div className="h-36" />}>
                <IncidentsEmpty narrowed={list.narrowed} onClear={list.clear} />
              </Suspense>
            }
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="incidents"
                busy={page.isPlaceholderData}
                {...list.pages(page.data?.nextCursor)}
              />
            }
          />
        </section>
        {exercises ? <ExercisesPanel /> : <TrendPanels data={figures.data} failed={failed} />}
      </div>
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <IncidentDrawer openId={list.open} rows={rows ?? []} onOpen={list.setOpen} onMove={setMoving} />
        </Suspense>
      ) : null}
      <InboxTriage rows={rows ?? []} open={list.open} moving={moving} onMove={setMoving} />
    </>
  )
}

/** `open=true` in a link written by hand means the filter, which is the default anyway, and no drawer. */
function useIncidentList() {
  const list = useList(incidentList)
  return { ...list, open: list.open !== undefined && list.open.length > 30 ? list.open : undefined }
}

const idOf = ({ id }: IncidentSummary) => id
