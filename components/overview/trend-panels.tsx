'use client'

import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import type { Overview } from '#contract/overview.ts'
import { measuredDays, trendOf } from './trends.ts'

/** How the fleet changes from day to day, one question per chart. */
export function TrendPanels({ days }: { days: Overview['trends'] }) {
  const first = days.find((day) => day.things !== null)
  const last = days.findLast((day) => day.things !== null)
  const known = measuredDays(days)
  const empty = (
    <EmptyState title={known === 0 ? 'Nothing measured yet' : 'Trends start today'}>
      {known === 0
        ? 'The fleet is counted once a day, first after the first complete sync.'
        : 'One day is known. The fleet is counted once a day, so the first line appears tomorrow.'}
    </EmptyState>
  )
  const sentence = (name: 'things' | 'connected' | 'expired' | 'expiring') =>
    `from ${countOf(first?.[name])} on ${first?.day ?? 'no day'} to ${countOf(last?.[name])} on ${last?.day ?? 'no day'}`
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartPanel
        title="Is the fleet growing, and is it connected?"
        note={known > 1 ? 'One count a day' : undefined}
        summary={`Things ${sentence('things')}; connected ${sentence('connected')}.`}
        data={trendOf(days, [
          { id: 'things', label: 'Things', ink: 6 },
          { id: 'connected', label: 'Connected', ink: 2 },
        ])}
        empty={empty}
      />
      <ChartPanel
        title="Are credentials renewed in time?"
        note={known > 1 ? 'One count a day' : undefined}
        summary={`Expired ${sentence('expired')}; expiring ${sentence('expiring')}.`}
        data={trendOf(days, [
          { id: 'expired', label: 'Expired', ink: 'bad' },
          { id: 'expiring', label: 'Expiring within 30 days', ink: 'attention' },
        ])}
        empty={empty}
      />
    </div>
  )
}

function countOf(value: number | null | undefined) {
  return value === null || value === undefined ? 'unknown' : formatCount(value)
}
