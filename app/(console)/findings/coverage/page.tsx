import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { CoveragePage } from '#components/findings/coverage/coverage-page.tsx'

export const metadata: Metadata = { title: 'Coverage' }

/** What is not judged, and how to turn it on. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await readAccount(searchParams, [])
  return (
    <Prefetch
      queries={(api) => [
        api.findings.coverage.queryOptions({ input: account === undefined ? {} : { account } }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <CoveragePage />
    </Prefetch>
  )
}
