import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { AccountsPage } from '#components/accounts/accounts-page.tsx'

export const metadata: Metadata = { title: 'AWS accounts' }

export default function Page() {
  return (
    <Prefetch queries={(api) => [api.accounts.list.queryOptions(), api.me.get.queryOptions()]}>
      <AccountsPage />
    </Prefetch>
  )
}
