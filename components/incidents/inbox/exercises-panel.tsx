'use client'

import { useQuery } from '@tanstack/react-query'
import { AccountName } from '#components/data/account-name.tsx'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { useScope } from '#components/data/scope.tsx'
import { Status } from '#components/ui/badge.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { span } from '#components/ui/format-time.ts'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { RelativeTime } from '#components/ui/time.tsx'
import type { Drill } from '#contract/incidents.ts'
import { links } from '#contract/links.ts'
import { StateMark } from '../badges.tsx'
import { causeWords } from '../words.ts'

/** Every exercise that was asked for: who held it, what became of it, and how long people took. */
export function ExercisesPanel() {
  const drills = useQuery(api.incidents.drills.queryOptions({ input: useScope() }))
  return (
    <Panel title="Exercises held" note="The record that the plan was practised; it counts nowhere else" flush>
      <DataTable
        tall
        label="Exercises held"
        noun="exercises"
        columns={columns}
        rows={drills.data}
        rowId={({ id }) => id}
        failed={failureOf(drills, 'The exercises')}
        empty={
          <EmptyState title="No exercise was held yet">
            Begin one with the button at the top: devices of the simulator play a conflict, and what people do about it
            is timed.
          </EmptyState>
        }
      />
    </Panel>
  )
}

const columns: readonly Column<Drill>[] = [
  { id: 'scenario', header: 'Scenario', always: true, cell: ({ scenario }) => causeWords[scenario].word },
  { id: 'at', header: 'Asked for', cell: ({ at }) => <RelativeTime at={at} /> },
  { id: 'by', header: 'By', className: 'max-w-40 truncate', cell: ({ by }) => by },
  { id: 'state', header: 'State', always: true, cell: (drill) => <DrillState drill={drill} /> },
  {
    id: 'incident',
    header: 'Its incident',
    cell: ({ incident }) =>
      incident ? (
        <span className="flex items-center gap-2">
          <Link href={links.incident(incident.id)} className="text-accent tabular-nums hover:underline">
            #{incident.number}
          </Link>
          <StateMark state={incident.state} />
        </span>
      ) : (
        <span className="text-muted">none yet</span>
      ),
  },
  { id: 'acknowledged', header: 'Acknowledged', ...tookUntil('acknowledgedAt') },
  { id: 'contained', header: 'Contained', ...tookUntil('containedAt') },
  { id: 'resolved', header: 'Resolved', ...tookUntil('resolvedAt') },
  { id: 'account', header: 'Account', hidden: true, cell: ({ account }) => <AccountName id={account} /> },
]

function tookUntil(moment: 'acknowledgedAt' | 'containedAt' | 'resolvedAt'): Pick<Column<Drill>, 'cell' | 'tip'> {
  return {
    tip: 'How long after it was opened',
    cell: ({ incident }) => {
      const at = incident?.[moment]
      if (!incident || !at) return <span className="text-muted">not yet</span>
      return <span className="tabular-nums">{span(Math.max(0, Date.parse(at) - Date.parse(incident.openedAt)))}</span>
    },
  }
}

function DrillState({ drill: { state, endsAt, error } }: { drill: Drill }) {
  if (state === 'wanted') return <Status health="unknown">Begins within seconds</Status>
  if (state === 'over') return <Status health="ok">Over</Status>
  if (state === 'running')
    return (
      <span className="inline-flex flex-wrap gap-x-1.5">
        <Status health="attention">Running</Status>
        {endsAt ? (
          <span className="text-muted">
            ends <RelativeTime at={endsAt} />
          </span>
        ) : null}
      </span>
    )
  return (
    <span className="inline-flex flex-wrap gap-x-1.5">
      <Status health="bad">Did not begin</Status>
      <span className="text-muted">{error}</span>
    </span>
  )
}
