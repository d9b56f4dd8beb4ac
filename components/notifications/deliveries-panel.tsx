'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { Status } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Delivery } from '#contract/notifications.ts'

const rowsAPage = 20

const columns: Column<Delivery>[] = [
  {
    id: 'subject',
    header: 'Message',
    always: true,
    cell: ({ subject }) => <div className="min-w-36 py-1 [overflow-wrap:anywhere] whitespace-normal">{subject}</div>,
  },
  { id: 'channel', header: 'Channel', cell: ({ channel }) => channel },
  { id: 'state', header: 'State', cell: (delivery) => <DeliveryState delivery={delivery} /> },
  { id: 'attempts', header: 'Attempts', align: 'end', cell: ({ attempts }) => attempts },
  { id: 'created', header: 'Written', cell: ({ createdAt }) => <RelativeTime at={createdAt} /> },
]

/** What was sent, waits, or was given up, newest first. */
export function DeliveriesPanel() {
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const input = { limit: rowsAPage, ...(cursor ? { cursor } : {}) }
  const page = useQuery({ ...api.notifications.deliveries.queryOptions({ input }), placeholderData: keepPreviousData })
  const next = page.data?.nextCursor
  return (
    <Panel title="Messages" note="Kept for 90 days" flush>
      <DataTable
        tall
        label="Messages"
        noun="messages"
        columns={columns}
        rows={page.data?.items}
        rowId={({ id }) => id}
        failed={failureOf(page, 'The messages')}
        empty={<EmptyState title="Nothing was sent yet">Messages appear here as rules make them.</EmptyState>}
        footer={
          <Pager
            shown={page.data?.items.length ?? 0}
            noun="messages"
            busy={page.isPlaceholderData}
            onPrevious={cursors.length ? () => setCursors(cursors.slice(0, -1)) : undefined}
            onNext={next ? () => setCursors([...cursors, next]) : undefined}
          />
        }
      />
    </Panel>
  )
}

function DeliveryState({ delivery: { state, error, sentAt, nextAt } }: { delivery: Delivery }) {
  return (
    <div className="flex min-w-44 flex-col gap-0.5 py-1 whitespace-normal">
      {state === 'sent' ? (
        <Status health="ok">
          Sent <RelativeTime at={sentAt} />
        </Status>
      ) : state === 'failed' ? (
        <Status health="bad">Given up</Status>
      ) : (
        <Status health={error ? 'attention' : 'unknown'}>
          {error ? 'Next try ' : 'Goes out '}
          <RelativeTime at={nextAt} />
        </Status>
      )}
      {error ? <span className="text-xs text-muted">{error}</span> : null}
    </div>
  )
}
