'use client'

import { ChartColumn, Table2 } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { type Failure, Panel } from '#components/ui/panel.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { Incident, IncidentCharts } from '#contract/incidents.ts'
import { type Bar, drawLanes, lanesInWords } from './lanes.ts'

const title = 'Who had the session when?'

/** Swim lanes: the sessions of each side on one time axis, with their table twin. */
export function LanesPanel({ incident, charts, failed }: LanesPanelProps) {
  const [asTable, setAsTable] = useState(false)
  const members = incident.memberClients.map(({ clientId }) => clientId)
  const lanes = charts ? drawLanes(charts, incident.sides, members) : []
  const any = lanes.some(({ bars }) => bars.length > 0)
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
        note={charts?.cut ? 'The latest sessions only' : undefined}
        loading={!charts && !failed}
        failed={failed}
        actions={
          any ? (
            <IconButton
              size="sm"
              label={asTable ? 'Show as chart (t)' : 'Show as table (t)'}
              aria-pressed={asTable}
              icon={
                asTable ? <ChartColumn aria-hidden className="size-3.5" /> : <Table2 aria-hidden className="size-3.5" />
              }
              onClick={() => setAsTable(!asTable)}
            />
          ) : null
        }
      >
        {charts ? (
          any ? (
            asTable ? (
              <SessionTable lanes={lanes} />
            ) : (
              <Lanes lanes={lanes} from={charts.from} to={charts.to} />
            )
          ) : (
            <EmptyState title="No session is known">
              Records of Connect and Disconnect, or the presence feed, tell when each side had the session.
            </EmptyState>
          )
        ) : null}
      </Panel>
    </div>
  )
}
type LanesPanelProps = { incident: Incident; charts: IncidentCharts | undefined; failed: Failure | undefined }

type Drawn = ReturnType<typeof drawLanes>

function Lanes({ lanes, from, to }: { lanes: Drawn; from: string; to: string }) {
  return (
    <div className="flex flex-col gap-2">
      <div role="img" aria-label={`${title} ${lanesInWords(lanes)}`} className="flex flex-col gap-2">
        {lanes.map(({ key, name, bars }, at) => (
          <div key={key} className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-center gap-2">
            <span className="truncate text-xs text-muted">{name}</span>
            <svg
              aria-hidden
              className="h-6 w-full rounded-sm bg-sunken"
              preserveAspectRatio="none"
              viewBox="0 0 100 24"
            >
              {bars.map((bar) => (
                <rect
                  key={bar.key}
                  x={bar.left}
                  y={4}
                  width={bar.width}
                  height={16}
                  className={cx(inks[at % inks.length], (bar.openStart || bar.openEnd) && 'opacity-50')}
                />
              ))}
            </svg>
          </div>
        ))}
      </div>
      <p className="flex flex-wrap justify-between gap-x-2 text-xs text-muted sm:pl-20">
        <AbsoluteTime at={from} precision="second" />
        <AbsoluteTime at={to} precision="second" />
      </p>
      <p className="text-xs text-muted">Paler: one of its ends is not known.</p>
    </div>
  )
}
const inks = ['fill-chart-1', 'fill-chart-4', 'fill-chart-3', 'fill-chart-2', 'fill-chart-5', 'fill-chart-6']

function SessionTable({ lanes }: { lanes: Drawn }) {
  const rows = lanes.flatMap(({ name, bars }) => bars.map((bar) => ({ name, bar })))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a named group that scrolls; a fieldset holds controls
    <div role="group" aria-label={`${title} As a table`} tabIndex={0} className="max-h-60 overflow-auto">
      <table className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr className="text-xs text-muted [&>th]:sticky [&>th]:top-0 [&>th]:border-b [&>th]:border-line-strong [&>th]:bg-surface [&>th]:py-1 [&>th]:pr-4 [&>th]:font-medium">
            <th scope="col">Side</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">Ended by</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, bar }) => (
            <SessionRow key={bar.key} name={name} bar={bar} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SessionRow({ name, bar }: { name: string; bar: Bar }) {
  return (
    <tr className="[&>*]:border-b [&>*]:border-line [&>*]:py-1 [&>*]:pr-4">
      <th scope="row" className="font-normal whitespace-nowrap">
        {name}
      </th>
      <td>
        <AbsoluteTime at={bar.from} precision="second" never="unknown" />
      </td>
      <td>
        <AbsoluteTime at={bar.to} precision="second" never="unknown" />
      </td>
      <td className="mono">{bar.endedBy ?? <span className="text-faint">unknown</span>}</td>
    </tr>
  )
}
