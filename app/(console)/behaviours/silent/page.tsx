import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import { silentList } from '#components/behaviours/silent-list-state.ts'
import { SilentPage } from '#components/behaviours/silent-page.tsx'
import type { SearchParams } from '#components/data/list/address.ts'

export const metadata: Metadata = { title: 'Silent agents' }

/** Things whose agent does not report. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, account } = await readList(silentList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        api.behaviours.silent.queryOptions({ input }),
        api.sync.feeds.queryOptions({ input: account === undefined ? {} : { account } }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <SilentPage />
    </Prefetch>
  )
}
