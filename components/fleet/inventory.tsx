'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows, useTotal } from '#components/data/list/use-rows.ts'
import { useScope } from '#components/data/scope.tsx'
import { FirstSync } from '#components/overview/first-sync.tsx'
import { ListPage } from '#components/shell/list-page.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import type { FilterToken } from '#components/ui/filter-bar.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { useSelection } from '#components/ui/table/use-selection.ts'
import { toast } from '#components/ui/toast.ts'
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
  const list = useFleetList()
  const page = useRows(api.things.list.queryOptions({ input: list.input }))
  const total = useTotal(api.things.count.queryOptions({ input: list.matching }))
  const facets = useQuery(api.things.facets.queryOptions({ input: useScope() }))
  const feeds = useFeeds()
  const rows = page.data?.items

  const attributes = facets.data?.attributes
  const columns = useMemo(() => [...thingColumns, ...attributeColumns(attributes ?? [])], [attributes])
  const fields = useMemo(() => filterFields(facets.data, rows ?? []), [facets.data, rows])

  const [selection, select] = useSelection(JSON.stringify(list.input))
  const exportHref = links.thingsExport({ ...list.matching, sort: list.input.sort })

  return (
    <ListPage
      title="Inventory"
      count={total}
      path={links.fleet()}
      exportHref={exportHref}
      above={<FirstSync feeds={feeds.data} />}
      fields={fields}
      search={{ label: 'Search things', placeholder: 'Thing name' }}
      facets={<FleetFacets list={list} facets={facets.data} failed={failureOf(facets, 'The counts')} />}
      list={list}
      page={page}
      freshness={feeds.data ? freshnessOf(feeds.data, 'things') : undefined}
      label="Things"
      noun="things"
      what="The inventory"
      columns={columns}
      rowId={keyOf}
      rowName={({ name }) => name}
      rowHref={({ account, name }) => links.thing(account, name)}
      order={byName}
      selection={selection}
      onSelection={select}
      selectionActions={(chosen) => (
        <Suspense fallback={null}>
          <FleetSelection
            selection={chosen}
            rows={rows ?? []}
            exportHref={exportHref}
            matching={list.matching}
            total={total ?? undefined}
          />
        </Suspense>
      )}
      total={total}
      noMatch="No thing matches this filter"
      empty={<FleetEmpty feeds={feeds.data} />}
      drawer={(over) => <ThingDrawer {...over} />}
    />
  )
}

/** An attribute is asked for as name=value; a half of it would be dropped from the address without a word. */
function useFleetList() {
  const list = useList(fleetList)
  function setTokens(tokens: readonly FilterToken[]) {
    const odd = tokens.find(({ field, value }) => field === 'attribute' && !/^[^=]+=/.test(value))
    if (odd) toast({ tone: 'info', title: 'Write an attribute as name=value', detail: `“${odd.value}” has no value.` })
    else list.setTokens(tokens)
  }
  return { ...list, setTokens }
}
