import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import { violationList } from '#components/behaviours/violation-list-state.ts'
import { ViolationsPage } from '#components/behaviours/violations-page.tsx'
import type { SearchParams } from '#components/data/list/address.ts'

export const metadata: Metadata = { title: 'Behaviours' }

/** What devices did that is not normal. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, account } = await readList(violationList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        api.behaviours.violations.queryOptions({ input }),
        api.behaviours.figures.queryOptions({ input: account === undefined ? {} : { account } }),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <ViolationsPage />
    </Prefetch>
  )
}
