import { type FeedRow, leftOutWords, readinessOf } from './readiness.ts'

/**
 * Kinds of small objects that the last reading of their collector left out, with why nothing can be said of them. Without
 * this, none would look like none that fails, and what was kept of before like what AWS says today.
 */
export function unreadKinds(feeds: ReadonlyMap<string, FeedRow>): Map<string, string> {
  const left = [...feeds.values()].flatMap(({ leftOut }) => leftOut)
  return new Map(left.map((kind) => [kind, leftOutWords(kind)]))
}

// Which collector brings the kinds that name roles.
const broughtBy: Record<string, string> = {
  ...Object.fromEntries(['audit-configuration', 'scheduled-audit'].map((kind) => [kind, 'audit-settings'])),
  ...{ 'mitigation-action': 'mitigation', 'security-profile': 'detect' },
  ...Object.fromEntries(['logging', 'role-alias', 'provisioning-template'].map((kind) => [kind, 'account-settings'])),
}

/** The same for an account as a whole, whose checks ask about several kinds: those of feeds that bring nothing besides. */
export function unreadOfAccount(feeds: ReadonlyMap<string, FeedRow>, now: Date): Record<string, string> {
  const unready = Object.entries(broughtBy).flatMap(([kind, collector]) => {
    // Where an account has no Detect, it has no security profiles.
    if (collector === 'detect' && feeds.get(collector)?.lastOutcome === 'unavailable') return []
    const { whyNot } = readinessOf([collector], feeds, now)
    return whyNot ? [[kind, whyNot]] : []
  })
  return { ...Object.fromEntries(unready), ...Object.fromEntries(unreadKinds(feeds)) }
}

/** The collectors of which any tells which clients connect. */
const connectionFeeds = ['connection-log', 'lifecycle-events', 'presence']

/** Why nothing can be said of clients; null while some feed tells who connects. */
export function unheardClients(feeds: ReadonlyMap<string, FeedRow>, now: Date): string | null {
  if (connectionFeeds.some((id) => readinessOf([id], feeds, now).whyNot === null)) return null
  return 'No connection log, queue of presence events or fleet index tells who connects'
}
