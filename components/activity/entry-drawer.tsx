'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { Drawer } from '#components/ui/drawer.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import type { ActivityEntry } from '#contract/activity.ts'
import { wordsFor } from './action-words.ts'
import { EntryDetails } from './entry-details.tsx'

/** One entry over the list; j and k step through `rows`. */
export function EntryDrawer({ open, rows, onOpen }: EntryDrawerProps) {
  const id = open && /^\d{1,18}$/.test(open) ? open : undefined
  const entry = useQuery({ ...api.activity.get.queryOptions({ input: { id: id ?? '0' } }), enabled: id !== undefined })
  const at = rows.findIndex((row) => row.id === id)
  const step = (row: ActivityEntry | undefined) => row && (() => onOpen(row.id))
  const known = entry.data ?? rows[at]
  return (
    <Drawer
      open={id !== undefined}
      onClose={() => onOpen(null)}
      title={known ? wordsFor(known.action) : `Entry ${id ?? ''}`}
      subtitle={`Entry ${id ?? ''}`}
      onPrevious={at > 0 ? step(rows[at - 1]) : undefined}
      onNext={at >= 0 ? step(rows[at + 1]) : undefined}
    >
      {entry.data ? (
        <EntryDetails entry={entry.data} />
      ) : entry.error ? (
        <ErrorState
          title="This entry could not be read"
          onRetry={() => void entry.refetch()}
          retrying={entry.isFetching}
        >
          {entry.error.message}
        </ErrorState>
      ) : (
        <SkeletonLines lines={10} />
      )}
    </Drawer>
  )
}
type EntryDrawerProps = {
  open: string | undefined
  rows: readonly ActivityEntry[]
  onOpen: (id: string | null) => void
}
