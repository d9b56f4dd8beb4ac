import type { FeedState } from '#contract/health.ts'
import { links } from '#contract/links.ts'
import type { AttentionItem } from '#contract/overview.ts'
import type { Feed } from '#contract/sync.ts'

type Said = { severity: AttentionItem['severity']; title: string; detail: string }

/** Feeds that need a person; a running, fresh or not yet begun one does not. */
const sayings: Partial<Record<FeedState, Said>> = {
  credentials: {
    severity: 'high',
    title: 'AWS credentials are not accepted',
    detail: 'Nothing new is read until the worker has credentials that work:',
  },
  'not-permitted': {
    severity: 'medium',
    title: 'Feeds are not permitted',
    detail: 'The IAM policy lacks what these need:',
  },
  failed: { severity: 'medium', title: 'Feeds fail', detail: 'What they brought before is shown with its age:' },
  stale: { severity: 'medium', title: 'Feeds are stale', detail: 'Their last success is three periods old:' },
  unavailable: {
    severity: 'low',
    title: 'Feeds are unavailable',
    detail: 'AWS, or what stands in for it, does not offer what these read:',
  },
}

/** What needs a person about the feeds, one line per state, and about there being no worker to read them. */
export function feedItems({ feeds, silentSince }: { feeds: Feed[]; silentSince: Date | null }): AttentionItem[] {
  const states = Object.entries(sayings).map(([state, { severity, title, detail }]) => {
    const inState = feeds.filter((feed) => feed.state === state)
    const names = [...new Set(inState.map((feed) => feed.title))].join(', ')
    return {
      id: `feeds-${state}`,
      severity,
      title,
      detail: `${detail} ${names}.`,
      count: inState.length,
      href: links.sync(),
    }
  })
  if (!silentSince) return states
  const title = 'No worker is at work'
  const detail = `Since ${minuteOf(silentSince)} nothing is read from AWS, no action goes on and no report is made.`
  return [{ id: 'no-worker', severity: 'critical', title, detail, count: null, href: links.sync() }, ...states]
}

const minuteOf = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
