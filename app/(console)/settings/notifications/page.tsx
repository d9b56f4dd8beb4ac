import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { NotificationsPage } from '#components/notifications/notifications-page.tsx'

export const metadata: Metadata = { title: 'Notifications' }

/** Where messages go, which, and what became of them. */
export default function Page() {
  return (
    <Prefetch
      queries={(api) => [
        api.notifications.channels.queryOptions(),
        api.notifications.rules.queryOptions(),
        api.notifications.deliveries.queryOptions({ input: { limit: 20 } }),
        api.accounts.list.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <NotificationsPage />
    </Prefetch>
  )
}
