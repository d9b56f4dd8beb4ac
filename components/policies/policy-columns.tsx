import { AccountName } from '#components/data/account-name.tsx'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Policy } from '#contract/policies.ts'
import { TargetCount } from './target-count.tsx'

const unknown = <span className="text-unknown">unknown</span>
const notRead = 'Its targets have not been read from AWS yet'

/** The columns of the policy list. */
export const policyColumns: readonly Column<Policy>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    className: 'max-w-80',
    cell: ({ name }) => (
      <span className="truncate" data-tip={name.length > 40 ? name : undefined}>
        {name}
      </span>
    ),
  },
  {
    id: 'targets',
    header: 'Attached to',
    sort: 'targets',
    firstSort: 'desc',
    cell: (policy) => <TargetCount policy={policy} />,
  },
  {
    id: 'lints',
    header: 'To put right',
    cell: (policy) => <Lints policy={policy} />,
  },
  {
    id: 'certificates',
    header: 'Certificates',
    align: 'end',
    cell: ({ targets, certificateTargets }) =>
      targets === null ? <span data-tip={notRead}>{unknown}</span> : formatCount(certificateTargets),
  },
  {
    id: 'groups',
    header: 'Thing groups',
    align: 'end',
    cell: ({ targets, groupTargets }) =>
      targets === null ? <span data-tip={notRead}>{unknown}</span> : formatCount(groupTargets),
  },
  {
    id: 'default',
    header: 'Default version',
    cell: ({ defaultVersionId }) => (defaultVersionId ? `Version ${defaultVersionId}` : unknown),
  },
  {
    id: 'versions',
    header: 'Versions',
    align: 'end',
    tip: 'AWS IoT keeps up to five',
    cell: ({ versions }) => formatCount(versions),
  },
  {
    id: 'modified',
    header: 'Last modified',
    cell: ({ lastModifiedAt }) => <RelativeTime at={lastModifiedAt} never="unknown" />,
  },
  {
    id: 'targetsRead',
    header: 'Targets read',
    hidden: true,
    cell: ({ targetsReadAt }) => <RelativeTime at={targetsReadAt} never="not yet" />,
  },
  { id: 'changed', header: 'Last change', hidden: true, cell: ({ changedAt }) => <RelativeTime at={changedAt} /> },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]

function Lints({ policy: { lints, worst } }: { policy: Pick<Policy, 'lints' | 'worst'> }) {
  if (lints === null) return <span data-tip="The linter has not looked at it yet">{unknown}</span>
  if (worst === null) return <span className="text-muted">nothing</span>
  return (
    <span className="inline-flex items-center gap-1.5">
      <SeverityBadge severity={worst} />
      {formatCount(lints)}
    </span>
  )
}
