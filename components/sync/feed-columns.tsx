import { Status } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { span } from '#components/ui/format-time.ts'
import { ProgressBar } from '#components/ui/progress-bar.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Feed } from '#contract/sync.ts'
import { feedWords } from '../overview/feed-words.ts'

/** The columns of a feed, the running or last pass beside its age. */
export const feedColumns: readonly Column<Feed>[] = [
  {
    id: 'feed',
    header: 'Feed',
    always: true,
    className: 'max-sm:min-w-44',
    cell: ({ title, needs, everyS }) => (
      <span className="max-sm:whitespace-normal" data-tip={`Every ${span(everyS * 1000)}. Needs ${needs.join(', ')}`}>
        {title}
      </span>
    ),
  },
  { id: 'state', header: 'State', cell: (feed) => <State feed={feed} /> },
  {
    id: 'age',
    header: 'Last success',
    cell: ({ lastSuccessAt }) => <RelativeTime at={lastSuccessAt} never="never" />,
  },
  { id: 'progress', header: 'Progress', className: 'min-w-40', cell: (feed) => <Progress feed={feed} /> },
  figure('calls', 'Calls', 'Requests sent to AWS in the running or last pass'),
  figure('seen', 'Seen', 'Records AWS gave'),
  figure('added', 'New'),
  figure('changed', 'Changed'),
  figure('gone', 'Gone'),
  figure('failed', 'Failed', 'Objects that could not be read this time'),
  { ...figure('throttled', 'Throttled', 'Requests AWS asked to slow down; each was sent again'), hidden: true },
  { ...figure('skipped', 'Skipped', 'Records that were not as documented and are not kept'), hidden: true },
  { id: 'route', header: 'Route', hidden: true, cell: ({ route }) => route ?? '–' },
  {
    id: 'due',
    header: 'Next',
    hidden: true,
    cell: ({ dueAt, running }) => (running ? 'running' : <RelativeTime at={dueAt} never="–" />),
  },
]

function figure(
  id: 'calls' | 'seen' | 'added' | 'changed' | 'gone' | 'throttled' | 'skipped' | 'failed',
  header: string,
  tip?: string,
): Column<Feed> {
  return {
    id,
    header,
    align: 'end',
    ...(tip && { tip }),
    // A pass without a call had nothing to ask about, which is not the same as finding nothing.
    cell: ({ pass }) => (pass?.calls ? formatCount(pass[id]) : <span className="text-faint">–</span>),
  }
}

function State({ feed }: { feed: Feed }) {
  const { word, health } = feedWords[feed.state]
  const why = feed.missingPermission ? `Needs ${feed.missingPermission}` : feed.error
  // What is fresh may lack a part, which is said too.
  const shown = feed.state === 'running' ? null : why
  return (
    <span className="flex min-w-0 flex-col py-1">
      <Status health={health}>{word}</Status>
      {shown ? (
        <span className="mono max-w-32 truncate text-xs text-muted" data-tip={tipOf(shown, feed.awsRequestId)}>
          {shown}
        </span>
      ) : null}
    </span>
  )
}

const tipOf = (why: string, requestId: string | null) => (requestId ? `${why} (AWS request ${requestId})` : why)

function Progress({ feed: { running, pass, title } }: { feed: Feed }) {
  if (!running || !pass) return <span className="text-faint">{pass?.calls === 0 ? 'nothing to ask' : 'idle'}</span>
  const known = pass.callsExpected
    ? { value: pass.calls, max: Math.max(pass.callsExpected, pass.calls) }
    : { value: null }
  const words = [
    pass.callsExpected
      ? `${formatCount(pass.calls)} of about ${formatCount(Math.max(pass.callsExpected, pass.calls))} calls`
      : `${formatCount(pass.calls)} calls`,
    pass.callsPerSecond ? `${pass.callsPerSecond.toFixed(1)}/s` : null,
    pass.etaS ? `${span(pass.etaS * 1000)} left` : null,
  ]
  return (
    <span className="flex min-w-40 flex-col justify-center gap-0.5">
      <ProgressBar label={`Progress of ${title}`} {...known} />
      <span className="text-2xs text-muted tabular-nums">{words.filter(Boolean).join(', ')}</span>
    </span>
  )
}
