import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { SuppressionsPage } from '#components/findings/suppressions/suppressions-page.tsx'

export const metadata: Metadata = { title: 'Suppressions' }

/** Every decision to hide findings. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await readAccount(searchParams, ['state', 'sort', 'cursor', 'open'])
  return (
    <Prefetch
      queries={(api) => [
        api.findings.suppressions.queryOptions({ input: {} }),
        api.findings.checks.queryOptions({ input: {} }),
        api.me.get.queryOptions(),
      ]}
    >
      <SuppressionsPage />
    </Prefetch>
  )
}
