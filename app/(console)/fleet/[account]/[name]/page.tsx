import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import { ThingPage } from '#components/fleet/thing-page.tsx'

type Props = { params: Promise<{ account: string; name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) }
}

/** One thing. A name nobody knows is a page that says so. */
export default async function Page({ params }: Props) {
  const { account: accountText, name: segment } = await params
  const account = Number(accountText)
  const name = decodeURIComponent(segment)
  if (!Number.isSafeInteger(account) || account < 1) notFound()
  const api = await serverApi()
  const thing = await api.things.get({ account, name }).catch(notFoundWhenMissing)
  const scope = await readAccount()
  return (
    <Prefetch
      queries={(api) => [
        { ...api.things.get.queryOptions({ input: { account, name } }), queryFn: () => thing },
        api.sync.feeds.queryOptions({ input: { account } }),
        api.sync.feeds.queryOptions({ input: scope === undefined ? {} : { account: scope } }),
      ]}
    >
      <ThingPage account={account} name={name} />
    </Prefetch>
  )
}
