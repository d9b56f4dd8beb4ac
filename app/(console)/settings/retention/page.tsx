import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { RetentionPage } from '#components/reports/retention/retention-page.tsx'

export const metadata: Metadata = { title: 'Retention and seals' }

/** How long each kind of data is kept, and the key that seals reports. */
export default function Page() {
  return (
    <Prefetch
      queries={(api) => [
        api.reports.retention.queryOptions(),
        api.reports.signingKey.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <RetentionPage />
    </Prefetch>
  )
}
