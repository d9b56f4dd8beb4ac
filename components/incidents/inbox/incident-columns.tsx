import { AccountName } from '#components/data/account-name.tsx'
import { Badge, SeverityBadge } from '#components/ui/badge.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { IncidentSummary } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { CauseMark, StateMark } from '../badges.tsx'
import { isConflict, rateInWords } from '../words.ts'

const absent = <span className="text-faint">–</span>

/** The columns of the inbox. */
export const incidentColumns: readonly Column<IncidentSummary>[] = [
  {
    id: 'client',
    header: 'Client ID',
    className: 'w-[20%] min-w-40 max-w-0',
    cell: ({ clientId, number, members, drill }) => (
      <span className="flex min-w-0 items-center gap-x-2 max-sm:flex-wrap">
        <span className="text-faint tabular-nums">#{number}</span>
        <Cut mono className="min-w-20">
          {clientId}
        </Cut>
        {members > 1 ? <Badge tip="Client IDs that one cause joins">{formatCount(members)} client IDs</Badge> : null}
        {drill ? <Badge tone="accent">Exercise</Badge> : null}
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
  { id: 'state', header: 'State', always: true, cell: ({ state }) => <StateMark state={state} /> },
  {
    id: 'cause',
    header: 'Cause',
    className: 'w-[28%] min-w-60 max-w-0',
    tip: 'What the records say, and how sure the rules are of it',
    cell: (incident) => <CauseMark of={incident} short />,
  },
  {
    id: 'kicks',
    header: 'Kicks',
    sort: 'kicks',
    firstSort: 'desc',
    align: 'end',
    tip: 'How often one side was thrown out by another',
    cell: (incident) =>
      isConflict(incident) ? (
        <span className="tabular-nums">
          {formatCount(incident.kicks)}
          <span className="text-muted">{incident.active ? `, ${rateInWords(incident.ratePerMinute)}` : ', quiet'}</span>
        </span>
      ) : (
        absent
      ),
  },
  { id: 'last', header: 'Last', sort: 'last', firstSort: 'desc', cell: ({ lastAt }) => <RelativeTime at={lastAt} /> },
  {
    id: 'assignee',
    header: 'Assigned to',
    className: 'max-w-36 truncate',
    cell: ({ assignee }) => assignee?.name ?? <span className="text-muted">nobody</span>,
  },
  {
    id: 'thing',
    header: 'Thing',
    className: 'w-[14%] min-w-30 max-w-0 truncate',
    cell: ({ account, thing, members, cause }) =>
      members > 1 ? (
        <span className="text-muted">several</span>
      ) : thing ? (
        <Link href={links.thing(account, thing)} className="mono text-accent hover:underline">
          {thing}
        </Link>
      ) : cause === 'finding' ? (
        absent
      ) : (
        <span className="text-muted">not registered</span>
      ),
  },
  { id: 'sides', header: 'Sides', hidden: true, align: 'end', cell: ({ parties }) => formatCount(parties) },
  {
    id: 'first',
    header: 'First',
    hidden: true,
    sort: 'first',
    firstSort: 'desc',
    cell: ({ firstAt }) => <RelativeTime at={firstAt} />,
  },
  {
    id: 'tags',
    header: 'Tags',
    hidden: true,
    className: 'max-w-48 truncate',
    cell: ({ tags }) => tags.join(', ') || absent,
  },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]
