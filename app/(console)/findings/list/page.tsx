import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { findingList } from '#components/findings/list/finding-list-state.ts'
import { FindingsPage } from '#components/findings/list/findings-page.tsx'

export const metadata: Metadata = { title: 'All findings' }

/** Every finding. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, matching, account } = await readList(findingList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        api.findings.list.queryOptions({ input }),
        api.findings.count.queryOptions({ input: matching }),
        api.findings.checks.queryOptions({ input: account === undefined ? {} : { account } }),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <FindingsPage />
    </Prefetch>
  )
}
