import { AccountName } from '#components/data/account-name.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { RunSummary } from '#contract/response.ts'
import { RunMark } from '../badges.tsx'
import { runTitle } from '../run/run-title.ts'
import { categoryWords, countsInWords } from '../words.ts'
import { ContainmentTime } from './containment-time.tsx'

const absent = <span className="text-faint">–</span>

/** The columns of the runs. */
export const runColumns: readonly Column<RunSummary>[] = [
  {
    id: 'run',
    header: 'Run',
    className: 'max-w-64',
    cell: (run) => (
      <span className="flex min-w-0 gap-2">
        <span className="text-faint tabular-nums">#{run.number}</span>
        <span className="truncate">{runTitle(run)}</span>
      </span>
    ),
  },
  { id: 'state', header: 'State', always: true, cell: (run) => <RunMark run={run} /> },
  { id: 'when', header: 'Asked', cell: ({ requestedAt }) => <RelativeTime at={requestedAt} never="not yet" /> },
  {
    id: 'contained',
    header: 'Time to contain',
    align: 'end',
    tip: 'From the request, or its approval, until the last target was out; said once that is proved',
    cell: (run) => <ContainmentTime run={run} />,
  },
  { id: 'by', header: 'Asked by', className: 'max-w-40 truncate', cell: ({ by }) => by.name },
  {
    id: 'outcome',
    header: 'Targets',
    className: 'max-w-44',
    tip: 'How many of its targets are where',
    cell: (run) => {
      const words = countsInWords(run.counts)
      return (
        <span className="block truncate" data-tip={words || undefined}>
          {words || absent}
        </span>
      )
    },
  },
  {
    id: 'reason',
    header: 'Reason',
    className: 'max-w-52',
    cell: ({ category, reason }) =>
      category || reason ? (
        <span className="block truncate" data-tip={reason ?? undefined}>
          {category ? categoryWords[category] : null}
          {reason ? <span className="text-muted"> {reason}</span> : null}
        </span>
      ) : (
        absent
      ),
  },
  {
    id: 'finished',
    header: 'Finished',
    hidden: true,
    cell: ({ finishedAt }) => <RelativeTime at={finishedAt} never="–" />,
  },
  { id: 'planned', header: 'Planned', hidden: true, cell: ({ createdAt }) => <AbsoluteTime at={createdAt} /> },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]
