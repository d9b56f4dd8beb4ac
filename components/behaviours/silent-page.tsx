'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useFeedFreshness } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import { plural } from '#components/ui/format.ts'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { SilentAgent } from '#contract/behaviours.ts'
import { links } from '#contract/links.ts'
import { BehaviourTabs } from './behaviour-tabs.tsx'
import { silentList } from './silent-list-state.ts'

const fields: FilterField[] = [
  { id: 'type', label: 'Type', kind: 'text', placeholder: 'The whole name of the thing type' },
  {
    id: 'never',
    label: 'Reported',
    options: [
      { value: 'true', label: 'Never' },
      { value: 'false', label: 'Before, and no longer' },
    ],
  },
]

const absent = <span className="text-faint">–</span>

const columns: readonly Column<SilentAgent>[] = [
  {
    id: 'thing',
    header: 'Thing',
    className: 'max-w-64',
    cell: ({ thing }) => (
      <span className="mono block truncate" data-tip={thing.length > 28 ? thing : undefined}>
        {thing}
      </span>
    ),
  },
  { id: 'type', header: 'Type', cell: ({ type }) => type ?? absent },
  {
    id: 'last',
    header: 'Last report',
    always: true,
    cell: ({ lastReportAt }) => <RelativeTime at={lastReportAt} never="never" />,
  },
  {
    id: 'pace',
    header: 'Used to report',
    cell: ({ expectedEveryS }) =>
      expectedEveryS ? `every ${plural(Math.max(1, Math.round(expectedEveryS / 60)), 'minute')}` : absent,
  },
  {
    id: 'connected',
    header: 'Connected',
    cell: ({ connected }) =>
      connected === null ? <span className="text-unknown">unknown</span> : connected ? 'Yes' : 'No',
  },
  { id: 'account', header: 'Account', cell: ({ account }) => <AccountName id={account} /> },
]

/** Things whose agent sent no device-side metrics within a day: nobody sees what they do inside. */
export function SilentPage() {
  const list = useList(silentList)
  const page = useQuery({
    ...api.behaviours.silent.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const freshness = useFeedFreshness('device-reports')
  const rows = page.data?.items
  return (
    <>
      <PageHeader title="Behaviours" freshness={freshness}>
        Things whose agent sent no device-side metrics within a day. What runs on them is unknown.
      </PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
        <BehaviourTabs current={links.silentAgents()} />
        <FilterBar fields={fields} tokens={list.tokens} onChange={list.setTokens} />
        <section aria-label="Silent agents" className="min-w-0 rounded-lg border border-line bg-surface">
          <DataTable
            tall
            label="Silent agents"
            noun="things"
            columns={columns}
            rows={rows}
            rowId={({ account, thing }) => `${account}/${thing}`}
            rowHref={({ account, thing }) => links.thing(account, thing)}
            refreshing={page.isPlaceholderData}
            failed={failureOf(page, 'The agents')}
            empty={
              list.narrowed ? (
                <EmptyState title="No thing matches" action={<Button onClick={list.clear}>Clear filters</Button>}>
                  No thing with a silent agent fits every filter above.
                </EmptyState>
              ) : (
                <EmptyState title="No agent is silent">
                  Each thing sent device-side metrics within the last day, or no thing is known yet.
                </EmptyState>
              )
            }
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="things"
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
