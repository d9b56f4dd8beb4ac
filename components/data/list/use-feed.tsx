'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { api } from '#components/data/api.ts'
import { useScope } from '#components/data/scope.tsx'
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

/** The same from feeds at hand; undefined when no account has such a feed. */
export function freshnessOf(feeds: readonly Feed[], collector: string): Freshness | undefined {
  const ours = feeds.filter((feed) => feed.collector === collector)
  const [first] = ours
  if (!first) return undefined
  const oldest = ours.map((feed) => feed.lastSuccessAt ?? '').sort()[0]
  const everyS = Math.max(...ours.map((feed) => feed.everyS))
  return { at: oldest || null, staleAfterMs: 3 * everyS * 1000, feed: first.title.toLowerCase(), remedy }
}

const remedy = (
  <Link href={links.sync()} className="font-medium underline">
    See what sync says
  </Link>
)
