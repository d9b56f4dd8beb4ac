import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { ControlsPage } from '#components/reports/controls/controls-page.tsx'

export const metadata: Metadata = { title: 'Controls' }

/** Every control and its answer now. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await readAccount(searchParams, ['search', 'framework', 'answer', 'kind', 'sort', 'cursor', 'open'])
  const input = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.reports.controls.queryOptions({ input }),
        api.reports.frameworks.queryOptions({ input }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <ControlsPage />
    </Prefetch>
  )
}
