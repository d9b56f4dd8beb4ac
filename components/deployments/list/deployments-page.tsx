'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useFeedFreshness } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import type { DeploymentFigures as Counted } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { DeploymentTabs } from '../deployment-tabs.tsx'
import { deploymentFeeds, FeedNotices } from '../feed-notices.tsx'
import { deploymentHealthWords, deploymentKindWords, deploymentsAbout } from '../words.ts'
import { deploymentColumns } from './deployment-columns.tsx'
import { DeploymentFacets } from './deployment-facets.tsx'
import { DeploymentFigures } from './deployment-figures.tsx'
import { deploymentList } from './deployment-list-state.ts'

const DeploymentDrawer = lazy(() =>
  import('./deployment-drawer.tsx').then((part) => ({ default: part.DeploymentDrawer })),
)

const kinds = Object.entries(deploymentKindWords).map(([value, label]) => ({ value, label }))
const fields: FilterField[] = [
  {
    id: 'health',
    label: 'State',
    options: Object.entries(deploymentHealthWords).map(([value, { word }]) => ({ value, label: word })),
  },
  { id: 'kind', label: 'Kind', options: kinds },
  { id: 'thing', label: 'Thing', kind: 'text', placeholder: 'The whole name of a thing it is for' },
]

/** Everything that is or was rolled out, the newest first. */
export function DeploymentsPage() {
  const list = useList(deploymentList)
  const scope = useScope()
  const figures = useQuery(api.deployments.figures.queryOptions({ input: scope }))
  const page = useQuery({
    ...api.deployments.list.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const [hidden, setHidden] = useColumns(deploymentList.page, deploymentColumns)
  const rows = page.data?.items
  const data = figures.data
  const failed = failureOf(figures, 'The figures')
  return (
    <>
      <PageHeader
        title="Deployments"
        {...(failed && !data ? {} : { count: data ? countOf(data) : null })}
        freshness={useFeedFreshness('jobs')}
        actions={
          <>
            <SavedViewsMenu
              page={deploymentList.page}
              path={links.deployments()}
              query={list.query}
              account={list.account}
            />
            <ExportButton href={links.deploymentsExport(list.matching)} />
          </>
        }
      >
        {deploymentsAbout}
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <DeploymentTabs current={links.deployments()} />
        <FeedNotices of={deploymentFeeds} />
        {failed && data ? <LastGoodNotice failed={failed} /> : null}
        {failed && !data ? null : <DeploymentFigures data={data} account={scope.account} />}
        <FilterBar
          fields={fields}
          tokens={list.tokens}
          onChange={list.setTokens}
          search={{
            label: 'Search deployments',
            value: list.search,
            onChange: list.setSearch,
            placeholder: 'Part of the name or ID',
          }}
        />
        <section aria-label="Deployments" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Deployments"
            noun="deployments"
            columns={deploymentColumns}
            rows={rows}
            rowId={({ id }) => id}
            rowName={({ title }) => title}
            rowHref={({ id }) => links.deployment(id)}
            onOpen={({ id }) => list.setOpen(id)}
            openId={list.open}
            sort={list.sort ?? { by: 'created', direction: 'desc' }}
            onSort={list.setSort}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The deployments')}
            toolbar={<DeploymentFacets data={data} chosen={list.chosen} onToggle={list.toggle} />}
            empty={<Nothing narrowed={list.narrowed} onClear={list.clear} />}
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="deployments"
                busy={page.isPlaceholderData}
                {...list.pages(page.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <DeploymentDrawer openId={list.open} rows={rows ?? []} onOpen={list.setOpen} />
        </Suspense>
      ) : null}
    </>
  )
}

const countOf = ({ byHealth }: Counted) => byHealth.reduce((sum, { count }) => sum + count, 0)

function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  if (narrowed)
    return (
      <EmptyState title="No deployment matches" action={<Button onClick={onClear}>Clear filters</Button>}>
        None fits every filter above.
      </EmptyState>
    )
  return (
    <EmptyState
      title="No jobs and no Greengrass deployments"
      action={<LinkButton href={links.sync()}>See what sync says</LinkButton>}
    >
      AWS lists none in this scope. They appear here when the first is created in AWS IoT Jobs or Greengrass. Where
      either is not offered or not permitted, the page of syncs says so.
    </EmptyState>
  )
}
