import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { PeoplePage } from '#components/settings/people-page.tsx'

export const metadata: Metadata = { title: 'People' }

export default function Page() {
  return (
    <Prefetch queries={(api) => [api.people.list.queryOptions(), api.me.get.queryOptions()]}>
      <PeoplePage />
    </Prefetch>
  )
}
