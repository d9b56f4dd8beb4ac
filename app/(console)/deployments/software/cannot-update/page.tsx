import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { unupdatableList } from '#components/deployments/software/unupdatable-list-state.ts'
import { UnupdatablePage } from '#components/deployments/software/unupdatable-page.tsx'

export const metadata: Metadata = { title: 'Things that cannot be updated' }

/** The register of things that cannot be updated. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, account } = await readList(unupdatableList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        api.deployments.unupdatable.queryOptions({ input }),
        api.deployments.figures.queryOptions({ input: account === undefined ? {} : { account } }),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <UnupdatablePage />
    </Prefetch>
  )
}
