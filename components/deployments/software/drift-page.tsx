'use client'

import { api } from '#components/data/api.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { FilterField } from '#components/ui/filter-bar.tsx'
import type { SoftwareDrift } from '#contract/deployments.ts'
import { links } from '#contract/links.ts'
import { DeploymentTabs } from '../deployment-tabs.tsx'
import { FeedNotices, softwareFeeds } from '../feed-notices.tsx'
import { driftColumns } from './drift-columns.tsx'
import { driftList } from './drift-list-state.ts'
import { SoftwareAge } from './software-age.tsx'
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

/** Things that run another version than is meant, or whose version changed in a way nobody asked for. */
export function DriftPage() {
  const list = useList(driftList)
  return (
    <ListPage
      title="Deployments"
      about="What runs against what is meant, by the latest deployment or by a person’s word, and changes that nobody announced."
      status={<SoftwareAge />}
      path={links.drift()}
      exportHref={links.driftExport(list.matching)}
      above={
        <>
          <DeploymentTabs current={links.drift()} />
          <FeedNotices of={softwareFeeds} />
        </>
      }
      fields={fields}
      tall
      list={list}
      page={useRows(api.deployments.drift.queryOptions({ input: list.input }))}
      label="Drift"
      noun="differences"
      what="The drift"
      columns={driftColumns}
      rowId={idOf}
      rowName={({ thing }) => thing}
      rowHref={({ account, thing }) => links.thing(account, thing)}
      noMatch="No difference matches"
      empty={
        <EmptyState
          title="Nothing runs another version than is meant"
          action={<LinkButton href={links.software()}>See which versions run</LinkButton>}
        >
          Of things that say what they run, and for which something is meant. The others are unknown, not right.
        </EmptyState>
      }
    />
  )
}

const idOf = (row: SoftwareDrift) =>
  `${row.account}/${row.thing}/${row.package}/${row.kind}/${row.since ?? ''}/${row.version ?? ''}`
