import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { ScorecardsPage } from '#components/reports/scorecards/scorecards-page.tsx'

export const metadata: Metadata = { title: 'Scorecards' }

/** The same controls, by framework. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await readAccount(searchParams, [])
  const input = account === undefined ? {} : { account }
  return (
    <Prefetch queries={(api) => [api.reports.frameworks.queryOptions({ input }), api.accounts.list.queryOptions()]}>
      <ScorecardsPage />
    </Prefetch>
  )
}
