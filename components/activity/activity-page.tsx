'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar, type FilterField } from '#components/ui/filter-bar.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { ActivityEntry } from '#contract/activity.ts'
import { actionWords } from './action-words.ts'
import { activityList } from './activity-list-state.ts'

const columns: readonly Column<ActivityEntry>[] = [
  { id: 'what', header: 'What', always: true, cell: ({ action }) => actionWords[action] ?? action },
  { id: 'subject', header: 'About', cell: ({ subject }) => <span className="mono">{subject ?? '–'}</span> },
  { id: 'detail', header: 'Particulars', className: 'max-w-96', cell: ({ detail }) => <Particulars detail={detail} /> },
  { id: 'who', header: 'Who', cell: ({ actorName }) => actorName },
  { id: 'when', header: 'When', cell: ({ at }) => <RelativeTime at={at} /> },
  { id: 'exactly', header: 'Exactly', hidden: true, cell: ({ at }) => <AbsoluteTime at={at} /> },
]

/** Who did what, newest first. What is written here is never changed or removed. */
export function ActivityPage() {
  const list = useList(activityList)
  const me = useMe()
  const entries = useQuery({
    ...api.activity.list.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const rows = entries.data?.items
  const fields: FilterField[] = [
    {
      id: 'action',
      label: 'What',
      options: Object.entries(actionWords).map(([value, label]) => ({ value, label })),
    },
    { id: 'actor', label: 'Who', options: actorsIn(rows ?? [], me) },
  ]
  return (
    <>
      <PageHeader title="Activity">What people did here. Entries are appended, never changed.</PageHeader>
      <div className="flex flex-col gap-3">
        <FilterBar fields={fields} tokens={list.tokens} onChange={list.setTokens} />
        <section aria-label="Activity" className="rounded-lg border border-line bg-surface">
          <DataTable
            label="Activity"
            noun="entries"
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            refreshing={entries.isPlaceholderData}
            failed={failureOf(entries, 'The activity')}
            empty={
              <EmptyState
                title={list.narrowed ? 'Nothing matches' : 'Nothing yet'}
                action={list.narrowed ? <Button onClick={list.clear}>Clear filters</Button> : undefined}
              >
                {list.narrowed ? 'No entry fits every filter above.' : 'What people do is listed here as it happens.'}
              </EmptyState>
            }
            footer={
              <Pager
                shown={rows?.length ?? 0}
                noun="entries"
                busy={entries.isPlaceholderData}
                {...list.pages(entries.data?.nextCursor)}
              />
            }
          />
        </section>
      </div>
    </>
  )
}

function Particulars({ detail }: { detail: Record<string, unknown> }) {
  const text = Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
  return (
    <span className="truncate text-muted" data-tip={text.length > 50 ? text : undefined}>
      {text || '–'}
    </span>
  )
}

/** The people on this page, and oneself: whom the filter offers. */
function actorsIn(rows: readonly ActivityEntry[], me: { id: string; name: string } | undefined) {
  const names = new Map(rows.flatMap(({ actorId, actorName }) => (actorId ? [[actorId, actorName] as const] : [])))
  if (me) names.set(me.id, me.name)
  return [...names].map(([value, label]) => ({ value, label }))
}
