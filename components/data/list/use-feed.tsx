'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { useScope } from '#components/data/scope.tsx'
import { Link } from '#components/ui/link.tsx'
import type { Freshness } from '#components/ui/panel.tsx'
import { links } from '#contract/links.ts'
import type { Feed } from '#contract/sync.ts'

/** Every feed in scope, or of one account. Small, shared by the whole console, refreshed by live updates. */
export function useFeeds(account?: number) {
  const scope = useScope()
  return useQuery(api.sync.feeds.queryOptions({ input: account === undefined ? scope : { account } }))
}

/**
 * How old what one kind of collector brings is ('things', 'certificates'), over the accounts in scope: the oldest last
 * success, null when one never succeeded, undefined while loading. Stale after three of its periods.
 */
export function useFeedFreshness(collector: string): Freshness | undefined {
  const { data } = useFeeds()
  return data ? freshnessOf(data, collector) : undefined
}

/** What a thing's credential health is made of: it is as old as the oldest of them. */
export const credentialFeeds = ['certificates', 'certificate-details', 'thing-principals'] as const

/** The same from feeds at hand, for facts made of one feed or several; undefined when no account has any of them. */
export function freshnessOf(feeds: readonly Feed[], ...collectors: readonly string[]): Freshness | undefined {
  const ours = feeds.filter((feed) => collectors.includes(feed.collector))
  const [first] = ours
  if (!first) return undefined
  const oldest = ours.map((feed) => feed.lastSuccessAt ?? '').sort()[0]
  const everyS = Math.max(...ours.map((feed) => feed.everyS))
  return {
    at: oldest || null,
    staleAfterMs: 3 * everyS * 1000,
    feed: first.title.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()),
    remedy,
  }
}

const remedy = (
  <Link href={links.sync()} className="font-medium underline">
    See what sync says
  </Link>
)
