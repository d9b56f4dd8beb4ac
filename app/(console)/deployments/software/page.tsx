import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import { readAddress, type SearchParams } from '#components/data/list/address.ts'
import { SoftwarePage } from '#components/deployments/software/software-page.tsx'
import { softwareAddress, softwareInput } from '#components/deployments/software/software-state.ts'

export const metadata: Metadata = { title: 'Software versions' }

/** Which versions run where. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await readAccount(searchParams, Object.keys(softwareAddress))
  const given = await searchParams
  const { by } = readAddress(softwareAddress, (name) => [given[name]].flat()[0])
  return (
    <Prefetch
      queries={(api) => [
        api.deployments.software.queryOptions({ input: softwareInput(account, by) }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <SoftwarePage />
    </Prefetch>
  )
}
