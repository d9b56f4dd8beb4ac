import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import type { SearchParams } from '#components/data/list/address.ts'
import { ReportsPage } from '#components/reports/list/reports-page.tsx'

export const metadata: Metadata = { title: 'Reports' }

/** Every report that was made. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { cursor } = await searchParams
  return (
    <Prefetch
      queries={(api) => [
        api.reports.list.queryOptions({ input: typeof cursor === 'string' ? { cursor } : {} }),
        api.accounts.list.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <ReportsPage />
    </Prefetch>
  )
}
