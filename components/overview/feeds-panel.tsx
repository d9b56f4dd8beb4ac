import { Status } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import { links } from '#contract/links.ts'
import type { Overview } from '#contract/overview.ts'
import { feedWords } from './feed-words.ts'

/** The age of everything this page counts from. */
export function FeedsPanel({ feeds }: { feeds: Overview['feeds'] }) {
  return (
    <Panel
      title="Freshness of every feed"
      actions={
        <Link href={links.sync()} className="text-xs text-accent hover:underline">
          Sync details
        </Link>
      }
    >
      {feeds.length === 0 ? (
        <EmptyState title="No feed yet">Feeds appear once an account is watched.</EmptyState>
      ) : (
        <ul className="grid gap-x-8 lg:grid-cols-2">
          {feeds.toSorted(byTitle).map(({ brings, title, state, lastSuccessAt }) => (
            <li key={title || brings} className="flex min-h-8 items-center gap-3 border-b border-line py-1">
              <span className="min-w-0 flex-1 truncate">{title}</span>
              <Status health={lastSuccessAt || state !== 'running' ? feedWords[state].health : 'unknown'}>
                {feedWords[state].word}
              </Status>
              <span className="w-24 text-right text-xs text-muted">
                <RelativeTime at={lastSuccessAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

const byTitle = (a: { title: string }, b: { title: string }) => a.title.localeCompare(b.title, 'en')
