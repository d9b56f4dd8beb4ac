import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import { activityList } from '#components/activity/activity-list-state.ts'
import { ActivityPage } from '#components/activity/activity-page.tsx'
import type { SearchParams } from '#components/data/list/address.ts'

export const metadata: Metadata = { title: 'Activity' }

/** The trail of what people did. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input } = await readList(activityList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        api.activity.list.queryOptions({ input }),
        api.activity.state.queryOptions(),
        api.activity.choices.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <ActivityPage />
    </Prefetch>
  )
}
