import type { FeedState } from '#contract/health.ts'
import type { Overview } from '#contract/overview.ts'
import type { Feed } from '#contract/sync.ts'

/** Of several accounts' feeds the one that most needs a person stands for the kind. Worst first. */
const worstFirst: FeedState[] = [
  'credentials',
  'not-permitted',
  'failed',
  'unavailable',
  'never',
  'stale',
  'running',
  'fresh',
]

/** One line per kind of feed: the worst state and the oldest success over the accounts in scope. */
export function worstOfEachKind(feeds: Feed[]): Overview['feeds'] {
  return [...new Set(feeds.map(({ collector }) => collector))].flatMap((collector) => {
    const ofKind = feeds.filter((feed) => feed.collector === collector)
    const [worst] = ofKind.sort((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state))
    if (!worst) return []
    const { brings, title, state } = worst
    const successes = ofKind.map(({ lastSuccessAt }) => lastSuccessAt)
    const lastSuccessAt = successes.includes(null) ? null : (successes.sort()[0] ?? null)
    return [{ brings, title, state, lastSuccessAt }]
  })
}
