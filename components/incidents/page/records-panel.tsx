'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import type { ConnectionEvent, Incident } from '#contract/incidents.ts'
import { recordColumns } from './record-columns.tsx'

const perPage = 50
const keyOf = ({ key }: ConnectionEvent) => key

/** The records it rests on, as they were read, newest first. */
export function RecordsPanel({ incident: { id } }: { incident: Incident }) {
  // The keys of the pages before this one; the address keeps to what somebody would share.
  const [trail, setTrail] = useState<readonly string[]>([])
  const cursor = trail.at(-1)
  const page = useQuery({
    ...api.incidents.events.queryOptions({ input: { id, limit: perPage, ...(cursor && { cursor }) } }),
    placeholderData: keepPreviousData,
  })
  const next = page.data?.nextCursor
  return (
    <section aria-label="Records" className="min-w-0 rounded-lg border border-line bg-surface">
      <DataTable
        label="Records"
        noun="records"
        columns={recordColumns}
        rows={page.data?.items}
        rowId={keyOf}
        refreshing={page.isPlaceholderData}
        failed={failureOf(page, 'The records')}
        toolbar={<h2 className="text-sm font-semibold text-ink">Records</h2>}
        empty={
          <EmptyState title="No record is kept any more">
            Records are kept for 90 days. What they said about this incident stays above.
          </EmptyState>
        }
        footer={
          <Pager
            shown={page.data?.items.length ?? 0}
            noun="records"
            busy={page.isPlaceholderData}
            onPrevious={trail.length > 0 ? () => setTrail(trail.slice(0, -1)) : undefined}
            onNext={next ? () => setTrail([...trail, next]) : undefined}
          />
        }
      />
    </section>
  )
}
