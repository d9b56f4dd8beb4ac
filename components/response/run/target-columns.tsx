import { MiddleCut } from '#components/ui/middle-cut.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { RelativeTime } from '#components/ui/time.tsx'
import type { RunTarget } from '#contract/response.ts'
import { TargetMark } from '../badges.tsx'

const absent = <span className="text-faint">–</span>

/** The columns of a run's targets. */
export const targetColumns: readonly Column<RunTarget>[] = [
  { id: 'name', header: 'Target', className: 'max-w-72', cell: ({ name }) => <MiddleCut text={name} /> },
  { id: 'state', header: 'State', always: true, cell: ({ state }) => <TargetMark state={state} /> },
  { id: 'calls', header: 'Calls', className: 'max-w-72', cell: (target) => <Calls target={target} /> },
  {
    id: 'request',
    header: 'AWS request ID',
    className: 'max-w-48',
    tip: "AWS's own name for the call, as its logs and support know it",
    cell: ({ steps, requestId }) => {
      const id = requestId ?? steps.findLast((step) => step.requestId)?.requestId
      return id ? <MiddleCut text={id} /> : absent
    },
  },
  {
    id: 'observation',
    header: 'Observed',
    className: 'max-w-80',
    tip: 'The fact that proves or contradicts containment',
    cell: ({ observation, observedAt }) =>
      observation ? (
        <span className="flex min-w-0 gap-2">
          <span className="truncate" data-tip={observation}>
            {observation}
          </span>
          <span className="text-xs text-muted">
            <RelativeTime at={observedAt} />
          </span>
        </span>
      ) : (
        absent
      ),
  },
  {
    id: 'error',
    header: 'Why not',
    className: 'max-w-80',
    cell: ({ error, plan }) => {
      const why = error ?? plan?.skip
      return why ? (
        <span className={error ? 'block truncate text-bad' : 'block truncate text-muted'} data-tip={why}>
          {why}
        </span>
      ) : (
        absent
      )
    },
  },
  {
    id: 'applied',
    header: 'Applied',
    hidden: true,
    cell: ({ appliedAt }) => <RelativeTime at={appliedAt} never="–" />,
  },
  {
    id: 'contained',
    header: 'Contained',
    hidden: true,
    cell: ({ state, containedAt }) => (state === 'undone' ? absent : <RelativeTime at={containedAt} never="–" />),
  },
  {
    id: 'identity',
    header: 'Identity',
    hidden: true,
    className: 'max-w-64',
    tip: 'What AWS never gives to another object',
    cell: ({ identity }) => (identity ? <MiddleCut text={identity} /> : absent),
  },
]

/** How many of its calls are confirmed, and which they are. */
function Calls({ target: { steps } }: { target: RunTarget }) {
  if (steps.length === 0) return <span className="text-faint">none</span>
  const done = steps.filter(({ state }) => state === 'confirmed' || state === 'skipped').length
  const names = steps.map(({ operation }) => operation)
  return (
    <span className="flex min-w-0 gap-2" data-tip={steps.map(({ sentence }) => sentence).join('\n')}>
      <span className="tabular-nums">
        {done} of {steps.length}
      </span>
      <span className="mono truncate text-muted">{[...new Set(names)].join(', ')}</span>
    </span>
  )
}
