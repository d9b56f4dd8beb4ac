'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { api, client } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import type { Tone } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { LoadMore } from '#components/ui/table/load-more.tsx'
import { Timeline } from '#components/ui/timeline.tsx'
import type { Incident, TimelineEntry } from '#contract/incidents.ts'
import { CommentForm } from './comment-form.tsx'

const tones: Record<TimelineEntry['kind'], Tone> = {
  data: 'neutral',
  state: 'accent',
  person: 'neutral',
  comment: 'info',
  action: 'ok',
  task: 'neutral',
}

/** What happened, joined: what data said, what people said and did, what actions came to. Comments begin here. */
export function TimelinePanel({ incident }: { incident: Incident }) {
  const { id, assignee } = incident
  const query = useInfiniteQuery(
    api.incidents.timeline.infiniteOptions({
      input: (cursor: string | undefined) => ({ id, ...(cursor && { cursor }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor ?? undefined,
    }),
  )
  const queries = useQueryClient()
  async function keep(text: string) {
    const kept = await client.incidents.comment({ id, text })
    void queries.invalidateQueries({ queryKey: api.incidents.key() })
    return kept
  }
  const entries = query.data?.pages.flatMap(({ items }) => items)
  const people = [...new Set([assignee?.name, ...(entries ?? []).map(({ by }) => by)])].flatMap((name) => name ?? [])
  return (
    <Panel
      title="Timeline"
      note="Data, people and actions"
      loading={query.isPending}
      failed={failureOf(query, 'The timeline')}
    >
      {entries ? (
        <div className="flex flex-col gap-4">
          <CommentForm keep={keep} people={people} />
          {entries.length === 0 ? (
            <EmptyState title="Nothing is written down yet" />
          ) : (
            <Timeline
              events={entries.map(({ id, at, kind, by, title, detail }) => ({
                id,
                at,
                title,
                by,
                tone: tones[kind],
                detail: detail ? <p className="break-words whitespace-pre-wrap">{detail}</p> : undefined,
              }))}
            />
          )}
          <LoadMore
            shown={entries.length}
            noun="entries"
            busy={query.isFetchingNextPage}
            onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
          />
        </div>
      ) : null}
    </Panel>
  )
}
