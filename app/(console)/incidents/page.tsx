import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { incidentList, incidentsInput } from '#components/incidents/inbox/incident-list-state.ts'
import { IncidentsPage } from '#components/incidents/inbox/incidents-page.tsx'

export const metadata: Metadata = { title: 'Incidents' }

/** The inbox of duplicate client IDs. */
export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, account } = await readList(incidentList, searchParams)
  const scope = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.incidents.list.queryOptions({ input: incidentsInput(input) }),
        api.incidents.figures.queryOptions({ input: scope }),
        api.sync.feeds.queryOptions({ input: scope }),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <IncidentsPage />
    </Prefetch>
  )
}
