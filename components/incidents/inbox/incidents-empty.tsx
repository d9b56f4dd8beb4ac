'use client'

import { Inbox } from 'lucide-react'
import { useFeeds } from '#components/data/list/use-feed.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { links } from '#contract/links.ts'
import { feedName } from '../words.ts'
import { incidentFeeds } from './feeds.ts'

/** No conflict was read: what is read, and what would add more. */
export function IncidentsEmpty() {
  const { data } = useFeeds()
  const ours = data?.filter(({ collector }) => incidentFeeds.includes(collector)) ?? []
  const named = (feeds: typeof ours) => [...new Set(feeds.map(({ collector }) => feedName(collector)))]
  const reading = named(ours.filter(({ lastSuccessAt, state }) => lastSuccessAt && state !== 'unavailable'))
  const missing = named(ours.filter(({ lastSuccessAt, state }) => !lastSuccessAt || state === 'unavailable'))
  return (
    <EmptyState
      title="No client ID is in conflict"
      icon={Inbox}
      action={<LinkButton href={links.sync()}>See the feeds</LinkButton>}
    >
      {reading.length > 0 ? `Read so far: ${reading.join(', ')}.` : 'No feed of connection records has been read yet.'}{' '}
      {missing.length > 0
        ? `These would add more: ${missing.map((name) => (reading.includes(name) ? `${name} in every account` : name)).join(', ')}.`
        : null}
    </EmptyState>
  )
}
