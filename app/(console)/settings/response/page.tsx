import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { ResponseSettingsPage } from '#components/response/settings/response-settings-page.tsx'

export const metadata: Metadata = { title: 'Response settings' }

/** What holds actions back, and how they reach each account. */
export default function Page() {
  return (
    <Prefetch
      queries={(api) => [
        api.responseSettings.guards.queryOptions(),
        api.responseSettings.responders.queryOptions(),
        api.accounts.list.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <ResponseSettingsPage />
    </Prefetch>
  )
}
