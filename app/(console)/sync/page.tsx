import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { SyncPage } from '#components/sync/sync-page.tsx'

export const metadata: Metadata = { title: 'Sync' }

/** How facts arrive: every feed, and the passes that ended last. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await readAccount(searchParams, ['feed'])
  const scope = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.sync.feeds.queryOptions({ input: scope }),
        api.accounts.list.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <SyncPage />
    </Prefetch>
  )
}
