'use client'

import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Cut } from '#components/ui/cut.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import { links } from '#contract/links.ts'
import type { ReportComparison } from '#contract/reports.ts'
import { AnswerOrNone } from '../marks.tsx'

type Changed = ReportComparison['controls'][number]

/** The controls whose answer or number of failing items changed; `same` is how many others there are. */
export function ChangedControls({ controls, same }: { controls: readonly Changed[]; same: number }) {
  return (
    <Panel title="Controls that changed" note={same > 0 ? `${formatCount(same)} did not` : undefined} flush>
      <DataTable
        tall
        label="Controls that changed"
        noun="controls"
        columns={columns}
        rows={controls}
        rowId={({ control }) => control}
        rowHref={({ control }) => links.control(control)}
        empty={<EmptyState title="No control changed">Every control has the answer that it had.</EmptyState>}
      />
    </Panel>
  )
}

const columns: readonly Column<Changed>[] = [
  {
    id: 'control',
    header: 'Control',
    className: 'max-w-96',
    cell: ({ title }) => <Cut>{title}</Cut>,
  },
  {
    id: 'answer',
    header: 'Answer',
    always: true,
    cell: ({ from, to }) =>
      from === to ? (
        <span className="inline-flex items-center gap-2">
          <AnswerOrNone answer={to} /> <span className="text-muted">as before</span>
        </span>
      ) : (
        <FromTo from={<AnswerOrNone answer={from} />} to={<AnswerOrNone answer={to} />} />
      ),
  },
  {
    id: 'failing',
    header: 'Failing',
    align: 'end',
    cell: ({ failingFrom, failingTo }) =>
      failingFrom === failingTo ? (
        <Count value={failingTo} />
      ) : (
        <FromTo from={<Count value={failingFrom} />} to={<Count value={failingTo} />} />
      ),
  },
]

function FromTo({ from, to }: { from: ReactNode; to: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2">
      {from}
      <ArrowRight aria-label="to" role="img" className="size-3.5 shrink-0 text-faint" />
      {to}
    </span>
  )
}

const Count = ({ value }: { value: number | null }) =>
  value === null ? <span className="text-faint">–</span> : <span className="tabular-nums">{formatCount(value)}</span>
