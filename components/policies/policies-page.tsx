'use client'

import { lazy } from 'react'
import { api } from '#components/data/api.ts'
import { useFeedFreshness } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows, useTotal } from '#components/data/list/use-rows.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { FilterField } from '#components/ui/filter-bar.tsx'
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
  const total = useTotal(api.policies.count.queryOptions({ input: list.matching }))
  const freshness = useFeedFreshness('policies')
  const neverRead = freshness?.at === null
  return (
    <ListPage
      title="Policies"
      count={total}
      path={links.policies()}
      fields={fields}
      search={{ label: 'Search policies', placeholder: 'Part of the name' }}
      list={list}
      page={useRows(api.policies.list.queryOptions({ input: list.input }))}
      freshness={freshness}
      label="Policies"
      noun="policies"
      what="The policies"
      columns={policyColumns}
      rowId={rowKey}
      rowName={({ name }) => name}
      rowHref={rowHref}
      order={byName}
      total={total}
      noMatch="No policy matches"
      empty={
        <EmptyState
          title={neverRead ? 'No policies read yet' : 'No policies'}
          action={<LinkButton href={links.sync()}>See the feeds</LinkButton>}
        >
          {neverRead
            ? 'The policy feed has not finished a first pass over this scope.'
            : 'AWS IoT lists no policy here. Without one, no device that presents a certificate may do anything.'}
        </EmptyState>
      }
      drawer={(over) => <PolicyDrawer {...over} />}
    />
  )
}
