'use client'

import type { ReactNode } from 'react'
import { FindingsPanel } from '#components/findings/placed/placed.tsx'
import type { Incident } from '#contract/incidents.ts'
import { isConflict } from '../words.ts'
import { ChartPanels } from './chart-panels.tsx'
import { ClocksPanel } from './clocks-panel.tsx'
import { FeedsPanel } from './feeds-panel.tsx'
import { FixPanel } from './fix-panel.tsx'
import { MergePanel } from './merge-panel.tsx'
import { ReachPanel } from './reach-panel.tsx'
import { RecordsPanel } from './records-panel.tsx'
import { TasksPanel } from './tasks-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'

/** What comes after who, what and why. */
export function RestOfPage({ incident }: { incident: Incident }) {
  const conflict = isConflict(incident)
  return (
    <>
      {conflict ? <ChartPanels incident={incident} /> : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Column>
          <TasksPanel incident={incident} />
          <TimelinePanel incident={incident} />
        </Column>
        <Column>
          <ClocksPanel incident={incident} />
          <MergePanel incident={incident} />
          {conflict ? <ReachPanel incident={incident} /> : null}
          <FindingsPanel account={incident.account} incident={incident.id} />
          {conflict ? <FeedsPanel incident={incident} /> : null}
        </Column>
      </div>
      {conflict ? <FixPanel incident={incident} /> : null}
      {conflict || incident.thing ? <RecordsPanel incident={incident} /> : null}
    </>
  )
}

function Column({ children }: { children: ReactNode }) {
  return <div className="flex min-w-0 flex-col gap-4">{children}</div>
}
