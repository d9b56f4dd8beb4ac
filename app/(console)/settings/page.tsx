import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { MePage } from '#components/settings/me-page.tsx'

export const metadata: Metadata = { title: 'Settings' }

/** One's own sign-in. */
export default function Page() {
  return (
    <Prefetch queries={(api) => [api.me.get.queryOptions(), api.me.sessions.queryOptions()]}>
      <MePage />
    </Prefetch>
  )
}
