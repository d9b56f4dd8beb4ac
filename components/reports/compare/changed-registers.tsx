'use client'

import { formatCount } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { Column } from '#components/ui/table/column.ts'
import { DataTable } from '#components/ui/table/data-table.tsx'
import type { ReportComparison } from '#contract/reports.ts'

type Changed = ReportComparison['registers'][number]

/** How many rows each register had then and later. */
export function ChangedRegisters({ registers }: { registers: readonly Changed[] }) {
  return (
    <Panel title="Registers" note="Rows in each" flush>
      <DataTable
        tall
        label="Registers"
        noun="registers"
        columns={columns}
        rows={registers}
        rowId={({ name }) => name}
      />
    </Panel>
  )
}

const columns: readonly Column<Changed>[] = [
  { id: 'name', header: 'Register', cell: ({ name }) => inWords(name) },
  {
    id: 'from',
    header: 'From',
    align: 'end',
    cell: ({ from }) => <span className="tabular-nums">{formatCount(from)}</span>,
  },
  { id: 'to', header: 'To', align: 'end', cell: ({ to }) => <span className="tabular-nums">{formatCount(to)}</span> },
  {
    id: 'change',
    header: 'Change',
    align: 'end',
    cell: ({ from, to }) =>
      from === to ? (
        <span className="text-faint">–</span>
      ) : (
        <span className="tabular-nums">
          {to > from ? '+' : '−'}
          {formatCount(Math.abs(to - from))}
        </span>
      ),
  },
]

const inWords = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ')
