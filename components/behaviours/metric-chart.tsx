'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#components/data/api.ts'
import { failureOf } from '#components/data/list/failure-of.ts'
import { ChartPanel } from '#components/ui/chart/chart-panel.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { BehaviourMetric } from '#contract/behaviours.ts'
import { metricWords } from './words.ts'

const hourMs = 3_600_000

/** One metric of one device since some time before an alarm began, with its habit where it has one. */
export function MetricChart({ account, device, metric, since }: MetricChartProps) {
  // A while before it began as well, so that what is usual is seen; not so much that bars are hairlines.
  const [hours] = useState(() => Math.min(48, Math.max(6, Math.ceil((Date.now() - Date.parse(since)) / hourMs) + 3)))
  const query = useQuery(api.behaviours.series.queryOptions({ input: { account, device, metric, hours } }))
  const data = query.data
  const known = data?.points.filter(({ value }) => value !== null) ?? []
  const most = known.reduce((high, { value }) => Math.max(high, value ?? 0), 0)
  return (
    <ChartPanel
      title={`${metricWords[metric]}: what was measured?`}
      note={`Windows of 5 minutes of the last ${hours} hours, UTC`}
      failed={failureOf(query, 'The metric')}
      summary={
        known.length === 0
          ? 'Nothing was measured.'
          : `At most ${most.toLocaleString('en')} in one window.${data?.median === null || data?.median === undefined ? '' : ` Its median is ${data.median.toLocaleString('en')}.`}`
      }
      data={
        data && {
          kind: 'bar',
          series: [{ id: 'value', label: metricWords[metric], ink: 1 }],
          points:
            known.length === 0
              ? []
              : data.points.map(({ at, value }) => ({ label: at.slice(11, 16), values: { value } })),
        }
      }
      empty={
        <EmptyState title="Nothing was measured">{data?.why ?? 'It did nothing of this in that time.'}</EmptyState>
      }
    />
  )
}
type MetricChartProps = { account: number; device: string; metric: BehaviourMetric /** ISO 8601. */; since: string }
