import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { PlaybooksPage } from '#components/incidents/playbooks/playbooks-page.tsx'

export const metadata: Metadata = { title: 'Playbooks' }

/** What is to be done about each cause of an incident. */
export default function Page() {
  return (
    <Prefetch queries={(api) => [api.incidents.playbooks.queryOptions(), api.me.get.queryOptions()]}>
      <PlaybooksPage />
    </Prefetch>
  )
}
