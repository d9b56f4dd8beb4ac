'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { api } from '#components/data/api.ts'
import { counted, Figured } from '#components/data/list/figured.tsx'
import { useFeedFreshness } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { useScope } from '#components/data/scope.tsx'
import { ListPage } from '#components/shell/list-page.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { FilterField } from '#components/ui/filter-bar.tsx'
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
const newestFirst = { by: 'created', direction: 'desc' } as const

/** Everything that is or was rolled out, the newest first. */
export function DeploymentsPage() {
  const list = useList(deploymentList)
  const scope = useScope()
  const figures = useQuery(api.deployments.figures.queryOptions({ input: scope }))
  return (
    <ListPage
      title="Deployments"
      about={deploymentsAbout}
      count={counted(figures, ({ byHealth }) => byHealth.reduce((sum, { count }) => sum + count, 0))}
      path={links.deployments()}
      exportHref={links.deploymentsExport(list.matching)}
      above={
        <>
          <DeploymentTabs current={links.deployments()} />
          <FeedNotices of={deploymentFeeds} />
          <Figured query={figures}>{(data) => <DeploymentFigures data={data} account={scope.account} />}</Figured>
        </>
      }
      fields={fields}
      search={{ label: 'Search deployments', placeholder: 'Part of the name or ID' }}
      tall
      list={list}
      page={useRows(api.deployments.list.queryOptions({ input: list.input }))}
      freshness={useFeedFreshness('jobs')}
      label="Deployments"
      noun="deployments"
      what="The deployments"
      columns={deploymentColumns}
      rowId={({ id }) => id}
      rowName={({ title }) => title}
      rowHref={({ id }) => links.deployment(id)}
      order={newestFirst}
      toolbar={<DeploymentFacets data={figures.data} chosen={list.chosen} onToggle={list.toggle} />}
      noMatch="No deployment matches"
      empty={
        <EmptyState
          title="No jobs and no Greengrass deployments"
          action={<LinkButton href={links.sync()}>See what sync says</LinkButton>}
        >
          AWS lists none in this scope. They appear here when the first is created in AWS IoT Jobs or Greengrass. Where
          either is not offered or not permitted, the page of syncs says so.
        </EmptyState>
      }
      drawer={(over) => <DeploymentDrawer {...over} />}
    />
  )
}
