import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { ChecksSettingsPage } from '#components/findings/settings/checks-settings-page.tsx'

export const metadata: Metadata = { title: 'Checks' }

/** What each check is set to. */
export default function Page() {
  return (
    <Prefetch queries={(api) => [api.findings.settings.queryOptions(), api.me.get.queryOptions()]}>
      <ChecksSettingsPage />
    </Prefetch>
  )
}
