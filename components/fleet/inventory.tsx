'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useScope } from '#components/data/scope.tsx'
import { FirstSync } from '#components/overview/first-sync.tsx'
import { ListPage } from '#components/shell/list-page.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { FilterBar, type FilterToken } from '#components/ui/filter-bar.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useSelection } from '#components/ui/table/use-selection.ts'
import { toast } from '#components/ui/toast.ts'
import { useOpened } from '#components/ui/use-opened.ts'
import { links } from '#contract/links.ts'
import { attributeColumns, thingColumns } from './columns.tsx'
import { filterFields } from './filter-fields.ts'
import { FleetEmpty } from './fleet-empty.tsx'
import { fleetList } from './fleet-list.ts'
import { keyOf } from './thing-key.ts'

const FleetFacets = afterPaint(
  () => import('./fleet-facets.tsx').then((part) => part.FleetFacets),
  <SkeletonLines lines={8} />,
)
const FleetSelection = lazy(() => import('./fleet-selection.tsx').then((part) => ({ default: part.FleetSelection })))
const ThingDrawer = lazy(() => import('./thing-drawer.tsx').then((part) => ({ default: part.ThingDrawer })))

const byName = { by: 'name', direction: 'asc' } as const

/** Every thing of the scope: filters, facets, table, drawer. All of it lives in the address. */
export function Inventory() {
  const list = useList(fleetList)
  const scope = useScope()
  const page = useQuery({ ...api.things.list.queryOptions({ input: list.input }), placeholderData: keepPreviousData })
  const count = useQuery({
    ...api.things.count.queryOptions({ input: list.matching }),
    placeholderData: keepPreviousData,
  })
  const facets = useQuery(api.things.facets.queryOptions({ input: scope }))
  const feeds = useFeeds()
  const rows = page.data?.items
  const total = count.data ? { value: count.data.count, capped: count.data.capped } : undefined

  const attributes = facets.data?.attributes
  const columns = useMemo(() => [...thingColumns, ...attributeColumns(attributes ?? [])], [attributes])
  const [hidden, setHidden] = useColumns(fleetList.page, columns)
  const fields = useMemo(() => filterFields(facets.data, rows ?? []), [facets.data, rows])

  const [selection, select] = useSelection(JSON.stringify(list.input))

  function filter(tokens: FilterToken[]) {
    const odd = tokens.find(({ field, value }) => field === 'attribute' && !/^[^=]+=/.test(value))
    if (odd) toast({ tone: 'info', title: 'Write an attribute as name=value', detail: `“${odd.value}” has no value.` })
    else list.setTokens(tokens)
  }
  const exportHref = links.thingsExport({ ...list.matching, sort: list.input.sort })
  const freshness = feeds.data ? freshnessOf(feeds.data, 'things') : undefined

  return (
    <>
      <ListPage
        title="Inventory"
        count={count.isError && !count.data ? null : count.data}
        freshness={freshness}
        actions={
          <>
            <SavedViewsMenu page={fleetList.page} path={links.fleet()} query={list.query} account={list.account} />
            <ExportButton href={exportHref} />
          </>
        }
        above={<FirstSync feeds={feeds.data} />}
        bar={
          <FilterBar
            fields={fields}
            tokens={list.tokens}
            onChange={filter}
            search={{ label: 'Search things', value: list.search, onChange: list.setSearch, placeholder: 'Thing name' }}
          />
        }
        facets={<FleetFacets list={list} facets={facets.data} failed={failureOf(facets, 'The counts')} />}
      >
        <DataTable
          label="Things"
          noun="things"
          columns={columns}
          rows={rows}
          rowId={keyOf}
          rowName={({ name }) => name}
          rowHref={({ account, name }) => links.thing(account, name)}
          onOpen={(row) => list.setOpen(keyOf(row))}
          openId={list.open}
          sort={list.sort ?? byName}
          onSort={list.setSort}
          hiddenColumns={hidden}
          onHiddenColumns={setHidden}
          selection={selection}
          onSelection={select}
          selectionActions={(chosen) => (
            <Suspense fallback={null}>
              <FleetSelection
                selection={chosen}
                rows={rows ?? []}
                exportHref={exportHref}
                matching={list.matching}
                total={total}
              />
            </Suspense>
          )}
          total={total}
          refreshing={page.isPlaceholderData}
          failed={failureOf(page, 'The inventory')}
          freshness={freshness}
          empty={<FleetEmpty narrowed={list.narrowed} onClear={list.clear} feeds={feeds.data} />}
          footer={
            <Pager
              shown={rows?.length ?? 0}
              total={total}
              noun="things"
              busy={page.isPlaceholderData}
              {...list.pages(page.data?.nextCursor)}
            />
          }
        />
      </ListPage>
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <ThingDrawer openKey={list.open} rows={rows ?? []} onOpen={list.setOpen} />
        </Suspense>
      ) : null}
    </>
  )
}
