import { ShieldAlert } from 'lucide-react'
import { AccountName } from '#components/data/account-name.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { DeploymentSummary } from '#contract/deployments.ts'
import { etaInWords, failuresOf } from '../counts.ts'
import { CountsBar } from '../counts-bar.tsx'
import { DeploymentMark } from '../marks.tsx'
import { deploymentKindWords } from '../words.ts'

const absent = <span className="text-faint">–</span>

/** The columns of deployments: counts decide, AWS's own word is one that can be switched on. */
export const deploymentColumns: readonly Column<DeploymentSummary>[] = [
  {
    id: 'title',
    header: 'Deployment',
    className: 'w-[30%] min-w-56 max-w-0',
    cell: ({ title, name, security }) => (
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate" data-tip={title === name ? title : `${title}\n${name}`}>
          {title}
        </span>
        {security ? (
          <Badge
            icon={ShieldAlert}
            tip="Told to be a security update by its name, description or document; of Greengrass by its name or tags"
          >
            Security
          </Badge>
        ) : null}
      </span>
    ),
  },
  {
    id: 'health',
    header: 'State',
    sort: 'health',
    always: true,
    tip: 'By its counts: that AWS calls it COMPLETED says nothing of success',
    cell: ({ health, window }) => <DeploymentMark health={health} window={window} />,
  },
  {
    id: 'progress',
    header: 'Progress',
    tip: 'Devices that have it, of all; wrong are those that failed, timed out or refused',
    cell: (row) => <Progress {...row} />,
  },
  {
    id: 'stalled',
    header: 'Stalled',
    align: 'end',
    tip: 'Devices that should get on by now, and do not; what only waits is not counted',
    cell: ({ stalled }) =>
      stalled > 0 ? <span className="font-medium text-attention tabular-nums">{formatCount(stalled)}</span> : absent,
  },
  { id: 'target', header: 'Target', className: 'w-[14%] min-w-28 max-w-0', cell: ({ target }) => <Cut>{target}</Cut> },
  {
    id: 'intent',
    header: 'Brings',
    className: 'w-[18%] min-w-32 max-w-0',
    cell: ({ intent }) => (intent ? <Cut>{intent}</Cut> : absent),
  },
  {
    id: 'eta',
    header: 'Through',
    hidden: true,
    tip: 'At the pace of the last hour, for those that get on',
    cell: (row) => {
      const eta = etaInWords({ ...row, stalled: 0 })
      if (!eta) return absent
      return row.etaS === null ? <span className="text-unknown">unknown</span> : eta
    },
  },
  {
    id: 'created',
    header: 'Begun',
    sort: 'created',
    firstSort: 'desc',
    cell: ({ createdAt }) => <RelativeTime at={createdAt} never="unknown" />,
  },
  { id: 'kind', header: 'Kind', hidden: true, cell: ({ kind }) => deploymentKindWords[kind] },
  {
    id: 'changed',
    header: 'Last change',
    sort: 'changed',
    firstSort: 'desc',
    hidden: true,
    tip: 'When one of its counts changed last',
    cell: ({ lastChangeAt }) => <RelativeTime at={lastChangeAt} never="unknown" />,
  },
  { id: 'aws', header: 'AWS says', hidden: true, cell: ({ awsStatus }) => <span className="mono">{awsStatus}</span> },
  {
    id: 'seen',
    header: 'Age of counts',
    hidden: true,
    cell: ({ seenAt }) => <RelativeTime at={seenAt} never="unknown" />,
  },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]

function Progress({ counts, total }: DeploymentSummary) {
  const failures = failuresOf(counts)
  return (
    <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
      <CountsBar counts={counts} className="w-12 shrink-0" />
      <span>
        {formatCount(counts.succeeded)}
        <span className="text-muted"> of {formatCount(total)}</span>
        {failures > 0 ? <span className="text-bad">, {formatCount(failures)} wrong</span> : null}
      </span>
    </span>
  )
}
