import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { fleetList } from '#components/fleet/fleet-list.ts'
import { Inventory } from '#components/fleet/inventory.tsx'

export const metadata: Metadata = { title: 'Inventory' }

/** Every thing. The first page comes with the document, the rest as JSON. */
export default async function FleetPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { input, matching, account } = await readList(fleetList, searchParams)
  const scope = account === undefined ? {} : { account }
  return (
    <Prefetch
      queries={(api) => [
        api.things.list.queryOptions({ input }),
        api.things.count.queryOptions({ input: matching }),
        api.things.facets.queryOptions({ input: scope }),
        api.sync.feeds.queryOptions({ input: scope }),
      ]}
    >
      <Inventory />
    </Prefetch>
  )
}
