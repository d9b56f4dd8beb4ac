import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { TokensPage } from '#components/settings/tokens-page.tsx'

export const metadata: Metadata = { title: 'API tokens' }

export default function Page() {
  return (
    <Prefetch queries={(api) => [api.apiTokens.list.queryOptions(), api.me.get.queryOptions()]}>
      <TokensPage />
    </Prefetch>
  )
}
