'use client'

import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Deployment } from '#contract/deployments.ts'
import { standingInWords } from '../standing.ts'
import { progressChart, progressInWords } from './progress.ts'

/** How it went on over time. */
export function ProgressPanel({ deployment }: { deployment: Deployment }) {
  const { progress, seenAt, health } = deployment
  const over = !['running', 'scheduled', 'stalled', 'failing'].includes(health)
  return (
    <ChartPanel
      title="Does it get on?"
      note="Devices by state, as they were counted, UTC"
      freshness={{ at: seenAt }}
      summary={over && progress.length < 2 ? standingInWords(deployment) : progressInWords(progress)}
      data={progressChart(progress, seenAt)}
      empty={
        over ? (
          <EmptyState title="Its course was not watched">
            It was over when its counts were read first. {standingInWords(deployment)}
          </EmptyState>
        ) : (
          <EmptyState title="Counted once so far">The line begins when its counts were seen a second time.</EmptyState>
        )
      }
    />
  )
}
