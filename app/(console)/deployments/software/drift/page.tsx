import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { driftList } from '#components/deployments/software/drift-list-state.ts'
import { DriftPage } from '#components/deployments/software/drift-page.tsx'

export const metadata: Metadata = { title: 'Software drift' }

/** Things that run another version than is meant. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, account } = await readList(driftList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        api.deployments.drift.queryOptions({ input }),
        api.deployments.figures.queryOptions({ input: account === undefined ? {} : { account } }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <DriftPage />
    </Prefetch>
  )
}
