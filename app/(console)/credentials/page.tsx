import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import { buckets } from '#components/credentials/buckets.ts'
import { certificateList } from '#components/credentials/certificate-list-state.ts'
import { CredentialsPage } from '#components/credentials/credentials-page.tsx'
import type { SearchParams } from '#components/data/list/address.ts'

export const metadata: Metadata = { title: 'Credentials' }

/** Credential health and every device certificate. The first page comes with the document, the rest as JSON. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, matching, account } = await readList(certificateList, searchParams)
  const scope = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.certificates.list.queryOptions({ input }),
        api.certificates.count.queryOptions({ input: matching }),
        ...buckets.map(({ filters }) => api.certificates.count.queryOptions({ input: { ...scope, ...filters } })),
        api.certificates.timeline.queryOptions({ input: scope }),
        api.certificates.breakdown.queryOptions({ input: scope }),
        api.sync.feeds.queryOptions({ input: scope }),
      ]}
    >
      <CredentialsPage />
    </Prefetch>
  )
}
