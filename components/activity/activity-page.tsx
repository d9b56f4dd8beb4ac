'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { useList } from '#components/data/list/use-list.ts'
import { useRows } from '#components/data/list/use-rows.ts'
import { useMe } from '#components/people/use-me.ts'
import { ListPage } from '#components/shell/list-page.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { links } from '#contract/links.ts'
import { wordsFor } from './action-words.ts'
import { activityColumns } from './activity-columns.tsx'
import { activityList } from './activity-list-state.ts'
import { activityFields } from './filter-fields.ts'
import { TrailBadge, trailProblems } from './trail-badge.tsx'

const EntryDrawer = lazy(() => import('./entry-drawer.tsx').then((part) => ({ default: part.EntryDrawer })))
const TrailNotices = lazy(() => import('./trail-notices.tsx').then((part) => ({ default: part.TrailNotices })))

const VerifyButton = afterPaint(
  () => import('./verify-button.tsx').then((part) => part.VerifyButton),
  <span className="h-7 w-24" />,
)

const lookAgainMs = 60_000

/** Who did what, newest first. What is written here is never changed or removed, and is verified to be so. */
export function ActivityPage() {
  const list = useList(activityList)
  const me = useMe()
  const page = useRows(api.activity.list.queryOptions({ input: list.input }))
  const choices = useQuery({ ...api.activity.choices.queryOptions(), staleTime: lookAgainMs })
  const state = useQuery({ ...api.activity.state.queryOptions(), refetchInterval: lookAgainMs })
  const { account, ...matching } = list.matching
  const trail = state.data
  const noteworthy =
    trail && (trailProblems(trail).length > 0 || trail.role.mayChange.length > 0 || trail.targets.length > 0)
  return (
    <ListPage
      title="Activity"
      about="What people and the product did here. Entries are appended, never changed."
      status={
        <>
          <TrailBadge state={trail} />
          <VerifyButton state={trail} />
        </>
      }
      path={links.activity()}
      exportHref={links.activityExport('csv', matching)}
      actions={<ExportButton href={links.activityExport('jsonl', matching)}>Export JSON Lines</ExportButton>}
      above={
        noteworthy ? (
          <Suspense fallback={null}>
            <TrailNotices state={trail} />
          </Suspense>
        ) : null
      }
      fields={activityFields(choices.data, page.data?.items ?? [], me)}
      list={list}
      page={page}
      label="Activity"
      noun="entries"
      what="The activity"
      columns={activityColumns}
      rowId={({ id }) => id}
      rowName={({ action, subject }) => [wordsFor(action), subject].filter(Boolean).join(': ')}
      rowHref={({ id }) => links.activity({ ...matching, open: id })}
      noMatch="No entry matches"
      empty={<EmptyState title="Nothing yet">What people do is listed here as it happens.</EmptyState>}
      drawer={(over) => <EntryDrawer {...over} />}
    />
  )
}
