import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { ScorecardPage } from '#components/reports/scorecards/scorecard-page.tsx'

export const metadata: Metadata = { title: 'Scorecard' }

type Props = { params: Promise<{ framework: string }>; searchParams: Promise<SearchParams> }

/** One framework, clause by clause. */
export default async function Page({ params, searchParams }: Props) {
  const [{ framework }, account] = [await params, await readAccount(searchParams, [])]
  const input = account === undefined ? {} : { account }
  const frameworks = await (await serverApi()).reports.frameworks(input).catch(notFoundWhenMissing)
  if (!frameworks.some(({ id }) => id === framework)) notFound()
  return (
    <Prefetch
      queries={(api) => [
        { ...api.reports.frameworks.queryOptions({ input }), queryFn: () => frameworks },
        api.reports.controls.queryOptions({ input }),
        api.accounts.list.queryOptions(),
      ]}
    >
      <ScorecardPage framework={framework} />
    </Prefetch>
  )
}
