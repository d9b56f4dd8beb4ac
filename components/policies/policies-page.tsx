'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useFeedFreshness } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import { links } from '#contract/links.ts'
import type { Policy } from '#contract/policies.ts'
import { policyColumns } from './policy-columns.tsx'
import { rowKey } from './policy-key.ts'
import { policyList } from './policy-list-state.ts'

const PolicyDrawer = lazy(() => import('./policy-drawer.tsx').then((part) => ({ default: part.PolicyDrawer })))

const fields: FilterField[] = [
  {
    id: 'attached',
    label: 'Attached',
    options: [
      { value: 'true', label: 'to something' },
      { value: 'false', label: 'to nothing' },
    ],
  },
  {
    id: 'worst',
    label: 'To put right, at worst',
    options: [
      { value: 'critical', label: 'Critical' },
      { value: 'high', label: 'High' },
      { value: 'medium', label: 'Medium' },
      { value: 'low', label: 'Low' },
      { value: 'info', label: 'Info' },
    ],
  },
  { id: 'gone', label: 'Listed by AWS', options: [{ value: 'true', label: 'no longer' }] },
]
const byName = { by: 'name', direction: 'asc' } as const
const rowHref = ({ account, name }: Policy) => links.policy(account, name)

/** Every AWS IoT policy in scope, and what each is attached to. */
export function PoliciesPage() {
  const list = useList(policyList)
  const policies = useQuery({
    ...api.policies.list.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const count = useQuery({
    ...api.policies.count.queryOptions({ input: list.matching }),
    placeholderData: keepPreviousData,
  })
  const freshness = useFeedFreshness('policies')
  const [hidden, setHidden] = useColumns('policies', policyColumns)
  const total = count.data ? { value: count.data.count, capped: count.data.capped } : undefined
  const rows = policies.data?.items
  return (
    <ListPage
      title="Policies"
      count={count.data ?? (count.isError ? null : undefined)}
      freshness={freshness}
      actions={<SavedViewsMenu page="policies" path={links.policies()} query={list.query} account={list.account} />}
      bar={
        <FilterBar
          fields={fields}
          tokens={list.tokens}
          onChange={list.setTokens}
          search={{
            label: 'Search policies',
            placeholder: 'Part of the name',
            value: list.search,
            onChange: list.setSearch,
          }}
        />
      }
    >
      <DataTable
        label="Policies"
        noun="policies"
        columns={policyColumns}
        rows={rows}
        rowId={rowKey}
        rowName={({ name }) => name}
        rowHref={rowHref}
        onOpen={(row) => list.setOpen(rowKey(row))}
        openId={list.open}
        sort={list.sort ?? byName}
        onSort={list.setSort}
        hiddenColumns={hidden}
        onHiddenColumns={setHidden}
        total={total}
        refreshing={policies.isPlaceholderData}
        failed={failureOf(policies, 'The policies')}
        freshness={freshness}
        empty={<NoPolicies narrowed={list.narrowed} clear={list.clear} neverRead={freshness?.at === null} />}
        footer={
          <Pager
            shown={rows?.length ?? 0}
            total={total}
            noun="policies"
            busy={policies.isPlaceholderData}
            {...list.pages(policies.data?.nextCursor)}
          />
        }
      />
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <PolicyDrawer
            open={list.open}
            rows={rows ?? []}
            onOpen={(row) => list.setOpen(rowKey(row))}
            onClose={() => list.setOpen(null)}
          />
        </Suspense>
      ) : null}
    </ListPage>
  )
}

function NoPolicies({ narrowed, clear, neverRead }: { narrowed: boolean; clear: () => void; neverRead: boolean }) {
  if (narrowed)
    return (
      <EmptyState title="No policy matches" action={<Button onClick={clear}>Clear filters</Button>}>
        Nothing in scope fits every filter above.
      </EmptyState>
    )
  return (
    <EmptyState
      title={neverRead ? 'No policies read yet' : 'No policies'}
      action={<LinkButton href={links.sync()}>See the feeds</LinkButton>}
    >
      {neverRead
        ? 'The policy feed has not finished a first pass over this scope.'
        : 'AWS IoT lists no policy here. Without one, no device that presents a certificate may do anything.'}
    </EmptyState>
  )
}
