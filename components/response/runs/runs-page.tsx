'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { Figured } from '#components/data/list/figured.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { useMe } from '#components/people/use-me.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { plural } from '#components/ui/format.ts'
import { links } from '#contract/links.ts'
import type { ResponseOverview } from '#contract/response.ts'
import { runColumns } from './run-columns.tsx'
import { runFields } from './run-fields.ts'
import { runList } from './run-list-state.ts'

// As tall as the panel, so that nothing jumps when it comes.
const chartRoom = <div aria-hidden className="h-[17.7rem] rounded-lg border border-line bg-surface" />
const figuresRoom = <div aria-hidden className="h-24" />
const ContainmentPanel = afterPaint(
  () => import('./containment-panel.tsx').then((part) => part.ContainmentPanel),
  chartRoom,
)
const RunsEmpty = afterPaint(() => import('./runs-empty.tsx').then((part) => part.RunsEmpty), null)
// The server draws them with the page; their code comes after, as they are absent mostly, or nothing but words.
const ResponseFigures = lazy(() => import('./response-figures.tsx').then((part) => ({ default: part.ResponseFigures })))
const ReadOnlyNotice = lazy(() => import('../read-only-notice.tsx').then((part) => ({ default: part.ReadOnlyNotice })))
const WaitingPanel = lazy(() => import('./waiting-panel.tsx').then((part) => ({ default: part.WaitingPanel })))
const RunDrawer = lazy(() => import('./run-drawer.tsx').then((part) => ({ default: part.RunDrawer })))

/** Every run: what waits for me, how containment does, and the list, whose filters live in the address. */
export function RunsPage() {
  const list = useList(runList)
  const me = useMe()
  const overview = useQuery(api.response.overview.queryOptions({ input: { account: list.account } }))
  const page = useRows(api.response.list.queryOptions({ input: list.input }))
  return (
    <ListPage
      title="Response"
      about={overview.data ? inOneLine(overview.data) : null}
      path={links.response()}
      exportHref={links.runsExport(list.matching)}
      actions={<LinkButton href={links.responseSettings()}>Guards and roles</LinkButton>}
      above={
        <>
          <Suspense fallback={null}>
            {overview.data?.readOnly ? <ReadOnlyNotice /> : null}
            <WaitingPanel />
          </Suspense>
          <Suspense fallback={figuresRoom}>
            <Figured query={overview}>{(data) => <ResponseFigures data={data} />}</Figured>
          </Suspense>
          <ContainmentPanel data={overview.data} failed={failureOf(overview, 'The figures')} />
        </>
      }
      fields={runFields(page.data?.items ?? [], me)}
      tall
      list={list}
      page={page}
      label="Runs"
      noun="runs"
      what="The runs"
      columns={runColumns}
      rowId={({ id }) => id}
      rowHref={({ id }) => links.run(id)}
      noMatch="No run matches"
      empty={<RunsEmpty />}
      drawer={(over) => <RunDrawer {...over} />}
    />
  )
}

function inOneLine({ running, waiting, notContained }: ResponseOverview) {
  const parts = [
    running === 0 ? 'Nothing is running' : `${running} running`,
    waiting === 0 ? 'nothing waits for approval' : `${waiting} waiting for approval`,
    notContained.targets === 0
      ? 'nothing that should be out is still in'
      : `${plural({ ...notContained, value: notContained.targets }, 'target')} not contained`,
  ]
  return `${parts.join(', ')}.`
}
