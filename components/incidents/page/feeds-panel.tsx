import { feedWords } from '#components/overview/feed-words.ts'
import { Status } from '#components/ui/badge.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { FeedState } from '#contract/health.ts'
import type { Incident } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { feedName } from '../words.ts'

/** The sources it rests on, each with its state, its age, and what it adds. */
export function FeedsPanel({ incident: { feeds } }: { incident: Incident }) {
  return (
    <Panel
      title="What this rests on"
      flush
      actions={
        <Link href={links.sync()} className="text-xs text-accent hover:underline">
          See the feeds
        </Link>
      }
    >
      {feeds.length === 0 ? <p className="p-4 text-muted">No feed of connection records is set up.</p> : null}
      <ul>
        {feeds.map(({ feed, state, lastAt, adds }) => (
          <li key={feed} className="border-b border-line px-4 py-2 last:border-b-0">
            <p className="flex flex-wrap items-center gap-x-3">
              <span className="font-medium">{feedName(feed)}</span>
              <State state={state} />
              <span className="text-xs text-muted">
                last record <RelativeTime at={lastAt} />
              </span>
            </p>
            <p className="text-muted">{adds}</p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function State({ state }: { state: string }) {
  if (!isFeedState(state)) return <span className="text-muted">{state}</span>
  const { word, health } = feedWords[state]
  return <Status health={health}>{word}</Status>
}

const isFeedState = (state: string): state is FeedState => state in feedWords
