import { AccountName } from '#components/data/account-name.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Cut } from '#components/ui/cut.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { SoftwareDrift } from '#contract/deployments.ts'
import { driftWords } from './words.ts'

const absent = <span className="text-faint">–</span>
const version = (text: string | null, without = absent) => (text === null ? without : <Cut mono>{text}</Cut>)

/** The columns of drift: what runs, what is meant, and for how long they have differed. */
export const driftColumns: readonly Column<SoftwareDrift>[] = [
  {
    id: 'thing',
    header: 'Thing',
    className: 'max-w-64',
    cell: ({ thing }) => <Cut mono>{thing}</Cut>,
  },
  {
    id: 'kind',
    header: 'How it differs',
    always: true,
    cell: ({ kind }) => (
      <Badge tone={driftWords[kind].tone} tip={driftWords[kind].meaning}>
        {driftWords[kind].word}
      </Badge>
    ),
  },
  { id: 'package', header: 'Package', className: 'max-w-44', cell: (row) => version(row.package) },
  {
    id: 'version',
    header: 'Runs',
    className: 'max-w-36',
    cell: (row) => version(row.version, <span className="text-unknown">not reported</span>),
  },
  {
    id: 'intended',
    header: 'Meant',
    className: 'max-w-36',
    cell: ({ intended }) => version(intended, <span className="text-muted">nothing said</span>),
  },
  { id: 'from', header: 'Ran before', className: 'max-w-36', cell: ({ from }) => version(from) },
  { id: 'since', header: 'Since', cell: ({ since }) => <RelativeTime at={since} never="unknown" /> },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]
