import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { SchedulesPage } from '#components/reports/schedules/schedules-page.tsx'

export const metadata: Metadata = { title: 'Report schedules' }

/** Reports that are made by themselves. */
export default function Page() {
  return (
    <Prefetch
      queries={(api) => [
        api.reports.schedules.queryOptions(),
        api.accounts.list.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <SchedulesPage />
    </Prefetch>
  )
}
