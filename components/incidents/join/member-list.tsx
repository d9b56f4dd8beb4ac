'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount, plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { LastGoodNotice } from '#components/ui/panel.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { SkeletonLines } from '#components/ui/skeleton.tsx'
import { Pager } from '#components/ui/table/pager.tsx'
import { links } from '#contract/links.ts'
import { useJoin } from './use-join.ts'

const pageLength = 20
const searchedFrom = 10

/** Everything that is joined to an incident, however many: page by page, the most kicks first, found by client ID. */
export function MemberList({ id, whyNot }: { id: string; whyNot: string | undefined }) {
  const [search, setSearch] = useState('')
  const [cursors, setCursors] = useState<readonly string[]>([])
  const { takeOut, leaving } = useJoin()
  const cursor = cursors.at(-1)
  const query = useQuery({
    ...api.incidents.members.queryOptions({
      input: { id, limit: pageLength, ...(search && { search }), ...(cursor && { cursor }) },
    }),
    placeholderData: keepPreviousData,
  })
  const failed = failureOf(query, 'What is joined to it')
  const page = query.data
  if (!page)
    return (
      <div className="p-4">
        {failed ? (
          <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
        ) : (
          <SkeletonLines lines={4} />
        )}
      </div>
    )
  const { items, nextCursor, total } = page
  return (
    <div>
      {failed ? <LastGoodNotice failed={failed} /> : null}
      {search || total.count > searchedFrom ? (
        <div className="border-b border-line px-4 py-2">
          <SearchBox
            label="Part of a client ID"
            value={search}
            onChange={(next) => {
              setSearch(next.trim())
              setCursors([])
            }}
          />
        </div>
      ) : null}
      <ul aria-label="Joined to this incident">
        {items.map((one) => (
          <li key={one.id} className="flex items-center gap-x-3 border-b border-line px-4 py-1.5">
            <span className="flex min-w-0 flex-1 flex-wrap gap-x-2">
              <span className="text-faint tabular-nums">#{one.number}</span>
              <Link href={links.incident(one.id)} className="mono min-w-0 break-all text-accent hover:underline">
                {one.clientId}
              </Link>
              <span className="text-muted tabular-nums">{plural(one.kicks, 'kick')}</span>
            </span>
            <Button
              size="sm"
              aria-label={`Take out ${one.clientId}`}
              disabledReason={whyNot}
              busy={leaving === one.id}
              onClick={() => takeOut(one.id)}
            >
              Take out
            </Button>
          </li>
        ))}
      </ul>
      {items.length === 0 ? <p className="px-4 py-2 text-muted">No client ID has this in it.</p> : null}
      {cursors.length > 0 || nextCursor ? (
        <div className="px-4 py-2">
          <Pager
            shown={items.length}
            total={{ value: total.count, capped: total.capped }}
            noun="client IDs"
            busy={query.isFetching}
            onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
            onNext={nextCursor ? () => setCursors([...cursors, nextCursor]) : undefined}
          />
        </div>
      ) : (
        <p className="px-4 py-1.5 text-xs text-muted">
          {formatCount(total.count)} {search ? 'found' : 'joined'}
        </p>
      )}
    </div>
  )
}
