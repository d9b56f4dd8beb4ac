import type { Health } from '#components/ui/badge.tsx'
import type { FeedState } from '#contract/health.ts'

/** How a feed stands, in a word, and whether that asks for a person. */
export const feedWords: Record<FeedState, { word: string; health: Health }> = {
  fresh: { word: 'Fresh', health: 'ok' },
  running: { word: 'Running', health: 'ok' },
  stale: { word: 'Stale', health: 'attention' },
  never: { word: 'Never read', health: 'unknown' },
  'not-permitted': { word: 'Not permitted', health: 'bad' },
  unavailable: { word: 'Unavailable', health: 'unknown' },
  credentials: { word: 'No credentials', health: 'bad' },
  failed: { word: 'Failed', health: 'bad' },
}
