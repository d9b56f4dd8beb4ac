'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { Age } from '#components/ui/time.tsx'
import type { SoftwareDrift } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { DeploymentTabs } from '../deployment-tabs.tsx'
import { FeedNotices, softwareFeeds } from '../feed-notices.tsx'
import { driftColumns } from './drift-columns.tsx'
import { driftList } from './drift-list-state.ts'
import { driftWords } from './words.ts'

const fields: FilterField[] = [
  {
    id: 'kind',
    label: 'How it differs',
    options: Object.entries(driftWords).map(([value, { word }]) => ({ value, label: word })),
  },
  { id: 'package', label: 'Package', kind: 'text', placeholder: 'The whole name of the package' },
  { id: 'thing', label: 'Thing', kind: 'text', placeholder: 'The whole name of the thing' },
]
const staleAfterMs = 86_400_000

/** Things that run another version than is meant, or whose version changed in a way nobody asked for. */
export function DriftPage() {
  const list = useList(driftList)
  const scope = useScope()
  const figures = useQuery(api.deployments.figures.queryOptions({ input: scope }))
  const page = useQuery({
    ...api.deployments.drift.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const [hidden, setHidden] = useColumns(driftList.page, driftColumns)
  const rows = page.data?.items
  return (
    <>
      <PageHeader
        title="Deployments"
        status={figures.data ? <Age at={figures.data.at} staleAfterMs={staleAfterMs} prefix="Read" /> : null}
        actions={
          <>
            <SavedViewsMenu page={driftList.page} path={links.drift()} query={list.query} account={list.account} />
            <ExportButton href={links.driftExport(list.matching)} />
          </>
        }
      >
        What runs against what is meant, by the latest deployment or by a person’s word, and changes that nobody
        announced.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <DeploymentTabs current={links.drift()} />
        <FeedNotices of={softwareFeeds} />
        <FilterBar fields={fields} tokens={list.tokens} onChange={list.setTokens} />
        <section aria-label="Drift" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Drift"
            noun="differences"
            columns={driftColumns}
            rows={rows}
            rowId={idOf}
            rowName={({ thing }) => thing}
            rowHref={({ account, thing }) => links.thing(account, thing)}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The drift')}
            empty={
              list.narrowed ? (
                <EmptyState title="No difference matches" action={<Button onClick={list.clear}>Clear filters</Button>}>
                  None fits every filter above.
                </EmptyState>
              ) : (
                <EmptyState
                  title="Nothing runs another version than is meant"
                  action={<LinkButton href={links.software()}>See which versions run</LinkButton>}
                >
                  Of things that say what they run, and for which something is meant. The others are unknown, not right.
                </EmptyState>
              )
            }
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="differences"
                busy={page.isPlaceholderData}
                {...list.pages(page.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
    </>
  )
}

const idOf = (row: SoftwareDrift) =>
  `${row.account}/${row.thing}/${row.package}/${row.kind}/${row.since ?? ''}/${row.version ?? ''}`
