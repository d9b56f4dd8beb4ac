'use client'

import { ChartColumn, Table2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useId, useState } from 'react'
import { IconButton } from '../button.tsx'
import { EmptyState } from '../empty-state.tsx'
import { type Failure, type Freshness, Panel } from '../panel.tsx'
import { useHydrated } from '../use-hydrated.ts'
import { type ChartData, namedAtEnds } from './chart.ts'
import { Swatch } from './swatch.tsx'

const ChartTable = lazy(() => import('./chart-table.tsx').then((module) => ({ default: module.ChartTable })))
const Plot = lazy(() => import('./plot.tsx').then((module) => ({ default: module.Plot })))

/**
 * A chart whose title is the question it answers, with its table twin one key away (`t` while focus is inside). The
 * plotting code loads after the page; the room it takes is reserved, so nothing jumps.
 */
export function ChartPanel({ title, note, summary, data, freshness, failed, empty, actions }: ChartPanelProps) {
  const [asTable, setAsTable] = useState(false)
  const hydrated = useHydrated()
  const id = useId()
  const blank = data?.points.length === 0
  const toggle = (
    <IconButton
      size="sm"
      label={asTable ? 'Show as chart (t)' : 'Show as table (t)'}
      aria-pressed={asTable}
      aria-controls={id}
      icon={asTable ? <ChartColumn aria-hidden className="size-3.5" /> : <Table2 aria-hidden className="size-3.5" />}
      onClick={() => setAsTable(!asTable)}
    />
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the button inside
    <div
      className="grid min-w-0"
      onKeyDown={(event) => {
        if (event.key === 't' && !event.metaKey && !event.ctrlKey && !event.altKey) setAsTable(!asTable)
      }}
    >
      <Panel
        title={title}
        note={note}
        freshness={freshness}
        failed={failed}
        loading={!data && !failed}
        actions={
          <>
            {actions}
            {data && !blank ? toggle : null}
          </>
        }
      >
        {data ? (
          blank ? (
            (empty ?? <EmptyState title="Nothing measured yet" />)
          ) : (
            <div id={id}>
              {data.series.length > 1 && !asTable && !namedAtEnds(data) ? <Legend data={data} /> : null}
              {asTable ? (
                <Suspense fallback={<div className="h-52" />}>
                  <ChartTable title={title} data={data} />
                </Suspense>
              ) : (
                <div role="img" aria-label={`${title} ${summary}`} className="h-52">
                  {hydrated ? (
                    <Suspense fallback={null}>
                      <Plot data={data} />
                    </Suspense>
                  ) : null}
                </div>
              )}
            </div>
          )
        ) : null}
      </Panel>
    </div>
  )
}
type ChartPanelProps = {
  /** The question: "When do certificates expire?" */
  title: string
  note?: ReactNode
  /** The answer in one sentence, for those who cannot see the plot. */
  summary: string
  /** undefined while loading. */
  data: ChartData | undefined
  freshness?: Freshness | undefined
  failed?: Failure | undefined
  empty?: ReactNode
  actions?: ReactNode
}

function Legend({ data }: { data: ChartData }) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {data.series.map((series, at) => (
        <li key={series.id} className="flex items-center gap-1.5">
          <Swatch series={series} at={at} />
          {series.label}
        </li>
      ))}
    </ul>
  )
}
