import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { ComparePage } from '#components/reports/compare/compare-page.tsx'

export const metadata: Metadata = { title: 'Two reports compared' }

/** What changed from one report to another. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { a, b } = await searchParams
  await readAccount(searchParams, ['a', 'b'])
  const both = typeof a === 'string' && typeof b === 'string' ? { id: b, with: a } : undefined
  return (
    <Prefetch
      queries={(api) => [
        ...(both ? [api.reports.compare.queryOptions({ input: both })] : []),
        api.reports.list.queryOptions({ input: {} }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <ComparePage />
    </Prefetch>
  )
}
