import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { runList } from '#components/response/runs/run-list-state.ts'
import { RunsPage } from '#components/response/runs/runs-page.tsx'

export const metadata: Metadata = { title: 'Response' }

/** What was done about the fleet, what is under way, and what waits for a second person. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input } = await readList(runList, searchParams)
  const scope = input.account === undefined ? {} : { account: input.account }
  return (
    <Prefetch
      queries={(api) => [
        api.response.overview.queryOptions({ input: scope }),
        api.response.list.queryOptions({ input }),
        api.response.list.queryOptions({ input: { waiting: 'me' } }),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <RunsPage />
    </Prefetch>
  )
}
