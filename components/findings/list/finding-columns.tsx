import { AccountName } from '#components/data/account-name.tsx'
import { Badge, SeverityBadge } from '#components/ui/badge.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { Link } from '#components/ui/link.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { FindingSummary } from '#contract/findings.ts'
import { links } from '#contract/links.ts'
import { Sources } from '../marks.tsx'
import { kindWords } from '../words.ts'

const absent = <span className="text-faint">–</span>

/** The columns of the findings. */
export const findingColumns: readonly Column<FindingSummary>[] = [
  {
    id: 'subject',
    header: 'Resource',
    className: 'w-[22%] min-w-44 max-w-0',
    cell: ({ subject, subjectKind }) => (
      <span className="flex min-w-0 items-center gap-2">
        <Cut mono>{subject}</Cut>
        <span className="shrink-0 text-xs text-faint">{kindWords[subjectKind]}</span>
      </span>
    ),
  },
  {
    id: 'severity',
    header: 'Severity',
    sort: 'severity',
    always: true,
    cell: ({ severity }) => <SeverityBadge severity={severity} />,
  },
  {
    id: 'check',
    header: 'Check',
    className: 'w-[30%] min-w-52 max-w-0',
    cell: ({ title }) => <Cut>{title}</Cut>,
  },
  {
    id: 'detail',
    header: 'What was seen',
    className: 'w-[22%] min-w-40 max-w-0',
    cell: ({ detail, reopened }) => (
      <span className="flex min-w-0 items-center gap-2">
        <Cut>{detail}</Cut>
        {reopened > 0 ? <Badge tone="attention">Reopened</Badge> : null}
      </span>
    ),
  },
  {
    id: 'opened',
    header: 'Failing since',
    sort: 'opened',
    tip: 'Since it was first seen failing, or failed again',
    cell: ({ openedAt }) => <RelativeTime at={openedAt} />,
  },
  {
    id: 'seen',
    header: 'Last seen',
    hidden: true,
    cell: ({ lastSeenAt, resolvedAt }) =>
      resolvedAt ? (
        <span className="text-ok">
          resolved <RelativeTime at={resolvedAt} />
        </span>
      ) : (
        <RelativeTime at={lastSeenAt} never="unknown" />
      ),
  },
  {
    id: 'owner',
    header: 'Owner',
    className: 'max-w-36 truncate',
    cell: ({ owner }) => owner?.name ?? <span className="text-muted">nobody</span>,
  },
  { id: 'sources', header: 'Said by', cell: ({ sources }) => <Sources of={sources} /> },
  {
    id: 'incident',
    header: 'Incident',
    hidden: true,
    cell: ({ incident }) =>
      incident ? (
        <Link href={links.incident(incident.id)} className="text-accent hover:underline">
          #{incident.number}
        </Link>
      ) : (
        absent
      ),
  },
  { id: 'first', header: 'First seen', hidden: true, cell: ({ firstSeenAt }) => <RelativeTime at={firstSeenAt} /> },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]
