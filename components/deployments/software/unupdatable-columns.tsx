import { AccountName } from '#components/data/account-name.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Cut } from '#components/ui/cut.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Unupdatable } from '#contract/deployments.ts'
import { planWords, whyWords } from './words.ts'

const absent = <span className="text-faint">–</span>

/** The columns of the register; `onPlan` opens the form of one. */
export function unupdatableColumns(
  whyNot: string | undefined,
  onPlan: (row: Unupdatable) => void,
): readonly Column<Unupdatable>[] {
  return [
    {
      id: 'thing',
      header: 'Thing',
      className: 'w-[16%] min-w-36 max-w-0',
      cell: ({ thing }) => <Cut mono>{thing}</Cut>,
    },
    {
      id: 'state',
      header: 'State',
      always: true,
      cell: ({ state }) => (
        <Badge tone={planWords[state].tone} tip={planWords[state].meaning}>
          {planWords[state].word}
        </Badge>
      ),
    },
    {
      id: 'owner',
      header: 'Owner',
      className: 'max-w-36 truncate',
      cell: ({ owner }) => owner?.name ?? <span className="text-muted">nobody</span>,
    },
    {
      id: 'due',
      header: 'Due',
      cell: ({ due, state }) =>
        due ? <span className={state === 'overdue' ? 'font-medium text-bad' : undefined}>{due}</span> : absent,
    },
    {
      id: 'why',
      header: 'Why',
      className: 'w-[34%] min-w-52 max-w-0',
      cell: ({ why, says }) => (
        <span className="block truncate" data-tip={says}>
          {whyWords[why]} <span className="text-muted">{says}</span>
        </span>
      ),
    },
    {
      id: 'plan',
      header: 'What is planned',
      className: 'w-[18%] min-w-32 max-w-0',
      cell: ({ plan }) => (plan ? <Cut>{plan}</Cut> : absent),
    },
    {
      id: 'since',
      header: 'Since',
      cell: ({ since }) => <RelativeTime at={since} never="unknown" />,
    },
    { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
    {
      id: 'decide',
      header: 'Decide',
      align: 'end',
      always: true,
      cell: (row) => (
        <Button size="sm" disabledReason={whyNot} onClick={() => onPlan(row)}>
          Plan…
        </Button>
      ),
    },
  ]
}
