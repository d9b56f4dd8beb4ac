import { freshnessOf, useFeeds } from '#components/data/list/use-feed.tsx'

/** The collectors that incidents rest on. */
export const incidentFeeds: readonly string[] = [
  'connection-log',
  'connection-log-backfill',
  'lifecycle-events',
  'client-id-conflicts',
]

/** How old the feeds that go on by themselves are; those nobody has set up do not count. */
export function useIncidentFreshness() {
  const { data } = useFeeds()
  const read = data?.filter(({ state, lastSuccessAt }) => state !== 'unavailable' && lastSuccessAt !== null) ?? []
  return freshnessOf(read, 'connection-log', 'lifecycle-events')
}
