import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { PoliciesPage } from '#components/policies/policies-page.tsx'
import { policyList } from '#components/policies/policy-list-state.ts'

export const metadata: Metadata = { title: 'Policies' }

/** Every AWS IoT policy. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, matching, account } = await readList(policyList, searchParams)
  const scope = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.policies.list.queryOptions({ input }),
        api.policies.count.queryOptions({ input: matching }),
        api.sync.feeds.queryOptions({ input: scope }),
      ]}
    >
      <PoliciesPage />
    </Prefetch>
  )
}
