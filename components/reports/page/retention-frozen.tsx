'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'
import { plural } from '#components/ui/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import type { Report } from '#contract/reports.ts'

/** How long each kind of data was kept when the report was made, and how far back it reached. */
export function RetentionFrozen({ report: { retention } }: { report: Report }) {
  const { data } = useQuery({ ...api.reports.retention.queryOptions(), staleTime: 60_000 })
  return (
    <Panel title="How long data was kept" flush>
      <ul className="flex flex-col divide-y divide-line">
        {retention.map(({ kind, days, oldestAt }) => (
          <li key={kind} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-1.5">
            <span>{data?.find((one) => one.kind === kind)?.title ?? kind}</span>
            <span className="text-muted">
              {plural(days, 'day')}
              {oldestAt ? ', the oldest of ' : ', none kept'}
              {oldestAt ? <AbsoluteTime at={oldestAt} precision="day" /> : null}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
