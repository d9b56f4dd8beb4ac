import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { ProfilesPage } from '#components/behaviours/profiles-page.tsx'

export const metadata: Metadata = { title: 'Security profiles' }

/** What devices are held to. */
export default function Page() {
  return (
    <Prefetch
      queries={(api) => [
        api.behaviours.profiles.queryOptions(),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <ProfilesPage />
    </Prefetch>
  )
}
