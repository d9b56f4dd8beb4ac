'use client'

import { useMemo } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import type { Failure, Freshness } from '#components/ui/panel.tsx'
import type { ExpiryTimeline as Timeline } from '#contract/certificates.ts'
import { periodOf, type Scale, summarise, toChart } from './expiry-chart.ts'

const scales: { value: Scale; label: string }[] = [
  { value: 'days', label: '90 days' },
  { value: 'months', label: '36 months' },
]

/** When active certificates expire, by day or by month; pressing a bar filters the list to it. */
export function ExpiryTimeline({ timeline, scale, onScale, onPick, hrefs, freshness, failed }: ExpiryTimelineProps) {
  const data = useMemo(() => (timeline ? toChart(timeline, scale, onPick) : undefined), [timeline, scale, onPick])
  return (
    <ChartPanel
      title="When do active certificates expire?"
      note={timeline ? <Outside timeline={timeline} scale={scale} hrefs={hrefs} /> : null}
      summary={timeline ? summarise(timeline, scale) : ''}
      data={data}
      freshness={freshness}
      failed={failed}
      empty={<EmptyState title={`No last day that is known falls into ${periodOf(scale)}`} />}
      actions={
        <fieldset className="inline-flex gap-0.5">
          <legend className="sr-only">Period</legend>
          {scales.map(({ value, label }) => (
            <Button
              key={value}
              size="sm"
              variant={value === scale ? 'secondary' : 'ghost'}
              aria-pressed={value === scale}
              onClick={() => onScale(value)}
            >
              {label}
            </Button>
          ))}
        </fieldset>
      }
    />
  )
}
type ExpiryTimelineProps = {
  timeline: Timeline | undefined
  scale: Scale
  onScale: (scale: Scale) => void
  /** A day (YYYY-MM-DD) or a month (YYYY-MM). */
  onPick: (expiresOn: string) => void
  hrefs: { overdue: string; unknown: string }
  freshness?: Freshness | undefined
  failed?: Failure | undefined
}

/** What no bar shows: already expired, expiring after the last bar, and not known. */
function Outside({ timeline, scale, hrefs }: Pick<ExpiryTimelineProps, 'scale' | 'hrefs'> & { timeline: Timeline }) {
  const inMonths = timeline.months.reduce((sum, { certificates }) => sum + certificates, 0)
  const inDays = timeline.days.reduce((sum, { certificates }) => sum + certificates, 0)
  const later = scale === 'days' ? Math.max(0, inMonths - inDays) + timeline.later : timeline.later
  return (
    <span className="flex flex-wrap gap-x-3">
      {timeline.overdue > 0 ? (
        <Link href={hrefs.overdue} scroll={false} className="text-bad underline underline-offset-2">
          {`${formatCount(timeline.overdue)} expired`}
        </Link>
      ) : (
        <span>none expired</span>
      )}
      <span>{`${formatCount(later)} later`}</span>
      {timeline.unknown > 0 ? (
        <Link href={hrefs.unknown} scroll={false} className="underline underline-offset-2">
          {`${formatCount(timeline.unknown)} unknown`}
        </Link>
      ) : null}
    </span>
  )
}
