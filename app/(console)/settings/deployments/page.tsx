import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { ThresholdsPage } from '#components/deployments/settings/thresholds-page.tsx'

export const metadata: Metadata = { title: 'Deployment settings' }

/** When something counts as stalled. */
export default function Page() {
  return (
    <Prefetch
      queries={(api) => [
        api.deployments.settings.queryOptions(),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <ThresholdsPage />
    </Prefetch>
  )
}
