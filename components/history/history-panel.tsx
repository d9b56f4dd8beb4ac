'use client'

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { failureOf } from '#components/data/list/failure-of.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { LoadMore } from '#components/ui/table/load-more.tsx'
import { Timeline } from '#components/ui/timeline.tsx'
import type { HistoryEntry } from '#contract/history.ts'
import { links } from '#contract/links.ts'
import { type Change, describeChange } from './describe-change.ts'
import { historyNote } from './history-note.ts'

type Page = { items: HistoryEntry[]; nextCursor: string | null }

/** What was observed to change, newest first, page by page. */
export function HistoryPanel({ account, query, title = 'History' }: HistoryPanelProps) {
  const entries = query.data?.pages.flatMap(({ items }) => items)
  return (
    <Panel title={title} note={historyNote} loading={query.isPending} failed={failureOf(query, 'The history')}>
      {entries ? (
        entries.length === 0 ? (
          <EmptyState title="No change observed yet">Nothing has changed since it was first seen here.</EmptyState>
        ) : (
          <div className="flex flex-col gap-3">
            <Timeline
              events={entries.map((entry) => {
                const { title, tone, changes } = describeChange(entry)
                return { id: entry.id, at: entry.observedAt, title, tone, detail: detailOf(account, entry, changes) }
              })}
            />
            <LoadMore
              shown={entries.length}
              noun={entries.length === 1 ? 'change' : 'changes'}
              busy={query.isFetchingNextPage}
              onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
            />
          </div>
        )
      ) : null}
    </Panel>
  )
}
type HistoryPanelProps = {
  /** The account the related objects live in, for their links. */
  account: number
  query: UseInfiniteQueryResult<InfiniteData<Page>, Error>
  title?: string
}

function detailOf(account: number, { relatedKind, related }: HistoryEntry, changes: readonly Change[]) {
  const href = related ? hrefOf(account, relatedKind, related) : undefined
  return (
    <>
      {related ? (
        href ? (
          <Link href={href} className="mono break-all text-accent hover:underline">
            {related}
          </Link>
        ) : (
          <span className="mono break-all">{related}</span>
        )
      ) : null}
      {changes.map((change) => (
        <p key={change.name ?? ''} className="mono break-words">
          {change.name === null ? null : `${change.name}: `}
          <Side value={change.before} /> <span aria-hidden>→</span>
          <span className="sr-only">became</span> <Side value={change.after} />
        </p>
      ))}
    </>
  )
}

function Side({ value }: { value: string | null }) {
  if (value === null) return <span className="text-faint">none</span>
  if (value === '') return <span className="text-faint">empty</span>
  return <span className="text-ink">{value.length > 200 ? `${value.slice(0, 200)}…` : value}</span>
}

function hrefOf(account: number, kind: string | null, name: string) {
  if (kind === 'certificate') return links.certificate(account, name)
  if (kind === 'ca-certificate') return links.authority(account, name)
  if (kind === 'thing') return links.thing(account, name)
  if (kind === 'policy') return links.policy(account, name)
  if (kind === 'thing-group') return links.fleet({ account, group: name })
  if (kind === 'billing-group') return links.fleet({ account, billingGroup: name })
  return undefined
}
