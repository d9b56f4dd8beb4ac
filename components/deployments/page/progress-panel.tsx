'use client'

import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Deployment } from '#contract/deployments.ts'
import { progressChart, progressInWords } from './progress.ts'

/** How it went on over time. */
export function ProgressPanel({ deployment: { progress, seenAt } }: { deployment: Deployment }) {
  return (
    <ChartPanel
      title="Does it get on?"
      note="Devices by state, as they were counted, UTC"
      freshness={{ at: seenAt }}
      summary={progressInWords(progress)}
      data={progressChart(progress, seenAt)}
      empty={
        <EmptyState title="Counted once so far">The line begins when its counts were seen a second time.</EmptyState>
      }
    />
  )
}
