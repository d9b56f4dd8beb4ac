import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { IncidentRulesPage } from '#components/incidents/rules/incident-rules-page.tsx'

export const metadata: Metadata = { title: 'Incident rules' }

/** Which findings become incidents by themselves. */
export default function Page() {
  return (
    <Prefetch queries={(api) => [api.incidentRules.list.queryOptions(), api.me.get.queryOptions()]}>
      <IncidentRulesPage />
    </Prefetch>
  )
}
