import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { SuppressionsPage } from '#components/findings/suppressions/suppressions-page.tsx'

export const metadata: Metadata = { title: 'Suppressions' }

/** Every decision to hide findings. */
export default function Page() {
  return (
    <Prefetch
      queries={(api) => [
        api.findings.suppressions.queryOptions({ input: {} }),
        api.findings.checks.queryOptions({ input: {} }),
        api.me.get.queryOptions(),
      ]}
    >
      <SuppressionsPage />
    </Prefetch>
  )
}
