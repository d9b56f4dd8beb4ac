import { Cut } from '#components/ui/cut.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Execution } from '#contract/deployments.ts'
import { executionWords } from '../execution-words.ts'
import { Mark } from '../marks.tsx'
import { stallWords } from '../stall-words.ts'

const absent = <span className="text-faint">–</span>
const over = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'REJECTED', 'REMOVED', 'CANCELED']

/** The columns of a deployment's devices: each with its own words. */
export const deviceColumns: readonly Column<Execution>[] = [
  {
    id: 'thing',
    header: 'Thing',
    className: 'max-w-52',
    cell: ({ thing, known }) => (
      <span className="flex min-w-0 items-center gap-2">
        <Cut mono>{thing}</Cut>
        {known ? null : <span className="shrink-0 text-xs text-unknown">not in the inventory</span>}
      </span>
    ),
  },
  { id: 'status', header: 'State', always: true, cell: ({ status }) => <Mark {...executionWords[status]} /> },
  {
    id: 'stall',
    header: 'Held up by',
    tip: 'Stalled: it should get on by now. Otherwise it only waits, or refused',
    className: 'max-w-56',
    cell: ({ stall }) =>
      stall ? (
        <span className="block truncate" data-tip={stall.says}>
          {stall.stalled ? <span className="text-attention">Stalled: </span> : null}
          {stallWords[stall.cause].word}
          {stall.since ? (
            <span className="text-muted">
              {' '}
              since <RelativeTime at={stall.since} />
            </span>
          ) : null}
        </span>
      ) : (
        absent
      ),
  },
  {
    id: 'message',
    header: 'What it said',
    className: 'max-w-56',
    tip: 'The device’s own words; AWS does not check them',
    cell: ({ message }) => (message ? <Cut>{message}</Cut> : absent),
  },
  {
    id: 'updated',
    header: 'Last update',
    cell: ({ lastUpdatedAt }) => <RelativeTime at={lastUpdatedAt} never="never" />,
  },
  {
    id: 'timer',
    header: 'Timer',
    tip: 'When AWS gives up waiting for the device',
    cell: ({ status, timesOutAt, stall }) => {
      if (over.includes(status)) return absent
      if (timesOutAt) return <RelativeTime at={timesOutAt} />
      return <span className="text-muted">{stall?.cause === 'no-timer' ? 'none' : 'none known'}</span>
    },
  },
  {
    id: 'connected',
    header: 'Connected',
    cell: ({ connected }) =>
      connected === null ? <span className="text-unknown">unknown</span> : connected ? 'Yes' : 'No',
  },
  { id: 'queued', header: 'Queued', hidden: true, cell: ({ queuedAt }) => <RelativeTime at={queuedAt} /> },
  { id: 'started', header: 'Started', hidden: true, cell: ({ startedAt }) => <RelativeTime at={startedAt} /> },
  {
    id: 'attempt',
    header: 'Attempt',
    align: 'end',
    hidden: true,
    cell: ({ attempt }) => (attempt === null ? absent : <span className="tabular-nums">{attempt}</span>),
  },
  { id: 'seen', header: 'Seen', hidden: true, cell: ({ seenAt }) => <RelativeTime at={seenAt} /> },
]
