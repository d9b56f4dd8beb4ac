import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'

/** The collectors that incidents rest on. */
export const incidentFeeds: readonly string[] = [
  'connection-log',
  'connection-log-backfill',
  'lifecycle-events',
  'audit-findings',
]

// They are read every few seconds; one that is a little late is no news.
const patienceMs = 180_000

/** How old the feeds that go on by themselves are; those nobody has set up do not count. */
export function useIncidentFreshness() {
  const { data } = useFeeds()
  const read = data?.filter(({ state, lastSuccessAt }) => state !== 'unavailable' && lastSuccessAt !== null) ?? []
  const freshness = freshnessOf(read, 'connection-log', 'lifecycle-events')
  return freshness && { ...freshness, staleAfterMs: Math.max(freshness.staleAfterMs ?? 0, patienceMs) }
}
