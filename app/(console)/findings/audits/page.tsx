import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { AuditsPage } from '#components/findings/audits/audits-page.tsx'

export const metadata: Metadata = { title: 'Audits' }

/** Audits that Device Defender ran. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await readAccount(searchParams, [])
  return (
    <Prefetch
      queries={(api) => [
        api.audits.list.queryOptions({ input: account === undefined ? {} : { account } }),
        api.accounts.list.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <AuditsPage />
    </Prefetch>
  )
}
