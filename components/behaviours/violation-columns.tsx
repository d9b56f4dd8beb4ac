import { AccountName } from '#components/data/account-name.tsx'
import { Badge, SeverityBadge } from '#components/ui/badge.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { cx } from '#components/ui/cx.ts'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Violation } from '#contract/behaviours.ts'
import { metricName, stateWords, verificationWords } from './words.ts'

/** Where an alarm stands, for table cells. */
export function ViolationMark({ state }: { state: Violation['state'] }) {
  const { word, ink, icon: Icon } = stateWords[state]
  return (
    <span className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <Icon aria-hidden className={cx('size-3.5 shrink-0', ink)} />
      {word}
    </span>
  )
}

/** The columns of violations. */
export const violationColumns: readonly Column<Violation>[] = [
  {
    id: 'device',
    header: 'Device',
    className: 'w-[20%] min-w-52 max-w-0',
    cell: ({ device, registered }) => (
      <span className="flex min-w-0 items-center gap-2">
        <Cut mono>{device}</Cut>
        {registered ? null : <Badge>No thing</Badge>}
      </span>
    ),
  },
  { id: 'severity', header: 'Severity', always: true, cell: ({ severity }) => <SeverityBadge severity={severity} /> },
  { id: 'state', header: 'State', always: true, cell: ({ state }) => <ViolationMark state={state} /> },
  {
    id: 'behaviour',
    header: 'Behaviour',
    className: 'w-[22%] min-w-36 max-w-0',
    cell: ({ behaviour, profile }) => (
      <span className="block truncate" data-tip={`${behaviour} of ${profile}`}>
        {behaviour} <span className="text-muted">{profile}</span>
      </span>
    ),
  },
  {
    id: 'metric',
    header: 'Metric',
    hidden: true,
    className: 'max-w-48 truncate',
    cell: ({ metric }) => metricName(metric),
  },
  {
    id: 'value',
    header: 'Measured',
    className: 'w-[26%] min-w-36 max-w-0',
    tip: 'And what is normal',
    cell: ({ value, limit }) => (
      <span className="block truncate" data-tip={`${value}; normal is ${limit}`}>
        {value} <span className="text-muted">normal: {limit}</span>
      </span>
    ),
  },
  { id: 'last', header: 'Last seen', cell: ({ lastAt }) => <RelativeTime at={lastAt} /> },
  { id: 'began', header: 'Began', hidden: true, cell: ({ startedAt }) => <RelativeTime at={startedAt} /> },
  {
    id: 'verified',
    header: 'Verified',
    cell: ({ verification }) => (
      <span
        data-tip={verificationWords[verification].meaning}
        className={verification === 'UNKNOWN' ? 'text-muted' : undefined}
      >
        {verificationWords[verification].word}
      </span>
    ),
  },
  { id: 'source', header: 'By', cell: ({ source }) => (source === 'detect' ? 'Detect' : 'Fleetwarden') },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]
