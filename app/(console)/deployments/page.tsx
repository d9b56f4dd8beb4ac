import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { deploymentList } from '#components/deployments/list/deployment-list-state.ts'
import { DeploymentsPage } from '#components/deployments/list/deployments-page.tsx'

export const metadata: Metadata = { title: 'Deployments' }

/** Jobs and Greengrass deployments. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, account } = await readList(deploymentList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        api.deployments.list.queryOptions({ input }),
        api.deployments.figures.queryOptions({ input: account === undefined ? {} : { account } }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <DeploymentsPage />
    </Prefetch>
  )
}
