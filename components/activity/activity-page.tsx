'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { api } from '#components/data/api.ts'
import { ExportButton } from '#components/data/list/export-button.tsx'
import { failureOf } from '#components/data/list/failure-of.ts'
import { SavedViewsMenu } from '#components/data/list/saved-views-menu.tsx'
import { useColumns } from '#components/data/list/use-columns.ts'
import { useList } from '#components/data/list/use-list.ts'
import { useMe } from '#components/people/use-me.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { afterPaint } from '#components/ui/after-paint.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { FilterBar } from '#components/ui/filter-bar.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
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
  const entries = useQuery({
    ...api.activity.list.queryOptions({ input: list.input }),
    placeholderData: keepPreviousData,
  })
  const choices = useQuery({ ...api.activity.choices.queryOptions(), staleTime: lookAgainMs })
  const state = useQuery({ ...api.activity.state.queryOptions(), refetchInterval: lookAgainMs })
  const [hidden, setHidden] = useColumns(activityList.page, activityColumns)
  const rows = entries.data?.items
  const { account, ...matching } = list.matching
  const trail = state.data
  const noteworthy =
    trail && (trailProblems(trail).length > 0 || trail.role.mayChange.length > 0 || trail.targets.length > 0)
  return (
    <>
      <PageHeader
        title="Activity"
        status={
          <>
            <TrailBadge state={trail} />
            <VerifyButton state={trail} />
          </>
        }
        actions={
          <>
            <SavedViewsMenu
              page={activityList.page}
              path={links.activity()}
              query={list.query}
              account={list.account}
            />
            <ExportButton href={links.activityExport('csv', matching)} />
            <ExportButton href={links.activityExport('jsonl', matching)}>Export JSON Lines</ExportButton>
          </>
        }
      >
        What people and the product did here. Entries are appended, never changed.
      </PageHeader>
      <div className="flex flex-col gap-3">
        {noteworthy ? (
          <Suspense fallback={null}>
            <TrailNotices state={trail} />
          </Suspense>
        ) : null}
        <FilterBar
          fields={activityFields(choices.data, rows ?? [], me)}
          tokens={list.tokens}
          onChange={list.setTokens}
        />
        <section aria-label="Activity" className="rounded-lg border border-line bg-surface">
          <DataTable
            label="Activity"
            noun="entries"
            columns={activityColumns}
            rows={rows}
            rowId={({ id }) => id}
            rowName={({ action, subject }) => [wordsFor(action), subject].filter(Boolean).join(': ')}
            rowHref={({ id }) => links.activity({ ...matching, open: id })}
            onOpen={({ id }) => list.setOpen(id)}
            openId={list.open}
            hiddenColumns={hidden}
            onHiddenColumns={setHidden}
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
      {useOpened(list.open !== undefined) ? (
        <Suspense fallback={null}>
          <EntryDrawer open={list.open} rows={rows ?? []} onOpen={list.setOpen} />
        </Suspense>
      ) : null}
    </>
  )
}
