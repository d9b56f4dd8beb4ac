import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import { requirePerson } from '#app/session.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { OverviewPage } from '#components/overview/overview-page.tsx'

export const metadata: Metadata = { title: 'Overview' }

/** Demo accounts exist only where the fleet is simulated. */
const demoDomain = '@fleetwarden.example'

/** The fleet at a glance. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [person, account] = await Promise.all([requirePerson(), readAccount(searchParams, [])])
  const scope = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.overview.get.queryOptions({ input: scope }),
        api.sync.feeds.queryOptions({ input: scope }),
      ]}
    >
      <OverviewPage demo={person.email.endsWith(demoDomain)} />
    </Prefetch>
  )
}
