'use client'

import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { useFeedFreshness } from '#components/data/list/use-feed.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { FilterField } from '#components/ui/filter-bar.tsx'
import { plural } from '#components/ui/format.ts'
import type { Column } from '#components/ui/table/column.ts'
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
    cell: ({ thing }) => <Cut mono>{thing}</Cut>,
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
  return (
    <ListPage
      title="Behaviours"
      about="Things whose agent sent no device-side metrics within a day. What runs on them is unknown."
      path={links.silentAgents()}
      above={<BehaviourTabs current={links.silentAgents()} />}
      fields={fields}
      tall
      list={list}
      page={useRows(api.behaviours.silent.queryOptions({ input: list.input }))}
      freshness={useFeedFreshness('device-reports')}
      label="Silent agents"
      noun="things"
      what="The agents"
      columns={columns}
      rowId={({ account, thing }) => `${account}/${thing}`}
      rowHref={({ account, thing }) => links.thing(account, thing)}
      noMatch="No thing matches"
      empty={
        <EmptyState title="No agent is silent">
          Each thing sent device-side metrics within the last day, or no thing is known yet.
        </EmptyState>
      }
    />
  )
}
