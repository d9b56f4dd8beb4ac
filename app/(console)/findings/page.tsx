import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { ChecksPage } from '#components/findings/checks/checks-page.tsx'

export const metadata: Metadata = { title: 'Findings' }

/** Findings by check. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await readAccount(searchParams, [])
  const input = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.findings.checks.queryOptions({ input }),
        api.findings.figures.queryOptions({ input }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <ChecksPage />
    </Prefetch>
  )
}
