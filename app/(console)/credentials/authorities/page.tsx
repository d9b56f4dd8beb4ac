import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import { AuthoritiesPage } from '#components/credentials/authorities-page.tsx'
import type { SearchParams } from '#components/data/list/address.ts'

export const metadata: Metadata = { title: 'CA certificates' }

/** The CA certificates registered with AWS IoT. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await readAccount(searchParams, ['search', 'open'])
  const scope = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.caCertificates.list.queryOptions({ input: scope }),
        api.sync.feeds.queryOptions({ input: scope }),
      ]}
    >
      <AuthoritiesPage />
    </Prefetch>
  )
}
