'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { FilterBar } from '#components/ui/filter-bar.tsx'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import { links } from '#contract/links.ts'
import type { ResponseOverview } from '#contract/response.ts'
import { ReadOnlyNotice } from '../read-only-notice.tsx'
import { ResponseFigures } from './response-figures.tsx'
import { runColumns } from './run-columns.tsx'
import { runFields } from './run-fields.ts'
import { runList } from './run-list-state.ts'
import { WaitingPanel } from './waiting-panel.tsx'

// As tall as the panel, so that nothing jumps when it comes.
const chartRoom = <div aria-hidden className="h-[17.7rem] rounded-lg border border-line bg-surface" />
const ContainmentPanel = afterPaint(
  () => import('./containment-panel.tsx').then((part) => part.ContainmentPanel),
  chartRoom,
)
const RunsEmpty = afterPaint(() => import('./runs-empty.tsx').then((part) => part.RunsEmpty), null)
const RunDrawer = lazy(() => import('./run-drawer.tsx').then((part) => ({ default: part.RunDrawer })))

/** Every run: what waits for me, how containment does, and the list, whose filters live in the address. */
export function RunsPage() {
  const list = useList(runList)
  const me = useMe()
  const overview = useQuery(api.response.overview.queryOptions())
  const runs = useQuery({ ...api.response.list.queryOptions({ input: list.input }), placeholderData: keepPreviousData })
  const [hidden, setHidden] = useColumns(runList.page, runColumns)
  const rows = runs.data?.items
  const failed = failureOf(overview, 'The figures')
  return (
    <>
      <PageHeader
        title="Response"
        actions={
          <>
            <SavedViewsMenu page={runList.page} path={links.response()} query={list.query} account={list.account} />
            <LinkButton href={links.responseSettings()}>Guards and roles</LinkButton>
          </>
        }
      >
        {overview.data ? inOneLine(overview.data) : null}
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        {overview.data?.readOnly ? <ReadOnlyNotice /> : null}
        <WaitingPanel />
        {failed && overview.data ? <LastGoodNotice failed={failed} /> : null}
        {failed && !overview.data ? null : <ResponseFigures data={overview.data} />}
        <ContainmentPanel data={overview.data} failed={failed} />
        <FilterBar fields={runFields(rows ?? [], me)} tokens={list.tokens} onChange={list.setTokens} />
        <section aria-label="Runs" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Runs"
            noun="runs"
            columns={runColumns}
            rows={rows}
            rowId={({ id }) => id}
            rowHref={({ id }) => links.run(id)}
            onOpen={({ id }) => list.setOpen(id)}
            openId={list.open}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            refreshing={runs.isPlaceholderData}
            failed={failureOf(runs, 'The runs')}
            empty={<RunsEmpty narrowed={list.narrowed} onClear={list.clear} />}
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="runs"
                busy={runs.isPlaceholderData}
                {...list.pages(runs.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <RunDrawer openId={list.open} rows={rows ?? []} onOpen={list.setOpen} />
        </Suspense>
      ) : null}
    </>
  )
}

function inOneLine({ running, waiting, notContained }: ResponseOverview) {
  const parts = [
    running === 0 ? 'Nothing is running' : `${running} running`,
    waiting === 0 ? 'nothing waits for approval' : `${waiting} waiting for approval`,
    notContained === 0 ? 'nothing that should be out is still in' : `${notContained} not contained`,
  ]
  return `${parts.join(', ')}.`
}
