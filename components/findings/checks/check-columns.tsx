import { SeverityBadge } from '#components/ui/badge.tsx'
import { Cut } from '#components/ui/cut.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { CheckGroup } from '#contract/findings.ts'
import { CheckStateMark, Sources } from '../marks.tsx'
import { kindWords } from '../words.ts'

const absent = <span className="text-faint">–</span>

/** The columns of checks: x of y, and what could not be judged. */
export const checkColumns: readonly Column<CheckGroup>[] = [
  {
    id: 'check',
    header: 'Check',
    className: 'w-[36%] min-w-64 max-w-0',
    cell: ({ title }) => <Cut>{title}</Cut>,
  },
  {
    id: 'state',
    header: 'State',
    always: true,
    cell: ({ state, whyNot }) => <CheckStateMark state={state} why={whyNot} />,
  },
  {
    id: 'severity',
    header: 'Severity',
    tip: 'Of the worst that is open; of a check that found nothing, the worst it would give',
    cell: ({ severity, failing }) => (
      <span className={failing === 0 ? 'opacity-50' : undefined}>
        <SeverityBadge severity={severity} />
      </span>
    ),
  },
  {
    id: 'failing',
    header: 'Failing',
    align: 'end',
    tip: 'Of the resources that were looked at',
    cell: ({ failing, evaluated }) => (
      <span className="whitespace-nowrap tabular-nums">
        <span className={failing > 0 ? 'font-medium' : 'text-muted'}>{formatCount(failing)}</span>
        <span className="text-muted">{evaluated === null ? ' of unknown' : ` of ${formatCount(evaluated)}`}</span>
      </span>
    ),
  },
  {
    id: 'unknown',
    header: 'Unknown',
    align: 'end',
    tip: 'Resources that could not be judged for want of facts',
    cell: ({ unknown }) =>
      unknown > 0 ? <span className="text-unknown tabular-nums">{formatCount(unknown)}</span> : absent,
  },
  {
    id: 'suppressed',
    header: 'Suppressed',
    align: 'end',
    cell: ({ suppressed }) =>
      suppressed > 0 ? <span className="tabular-nums">{formatCount(suppressed)}</span> : absent,
  },
  {
    id: 'oldest',
    header: 'Failing since',
    cell: ({ oldestAt }) => (oldestAt ? <RelativeTime at={oldestAt} /> : absent),
  },
  { id: 'kind', header: 'Looks at', hidden: true, cell: ({ subjectKind }) => kindWords[subjectKind] },
  { id: 'sources', header: 'Said by', cell: ({ sources }) => <Sources of={sources} /> },
  {
    id: 'judged',
    header: 'Judged',
    hidden: true,
    cell: ({ judgedAt }) => <RelativeTime at={judgedAt} never="not yet" />,
  },
  {
    id: 'facts',
    header: 'Age of facts',
    hidden: true,
    cell: ({ factsAt }) => <RelativeTime at={factsAt} never="unknown" />,
  },
]
