import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import { readSegment } from '#app/segment.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import { ThingPage } from '#components/fleet/thing-page.tsx'

type Props = { params: Promise<{ account: string; name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: readSegment((await params).name) }
}

/** One thing. A name nobody knows is a page that says so. */
export default async function Page({ params }: Props) {
  const { account: accountText, name: segment } = await params
  if (!/^[1-9]\d{0,8}$/.test(accountText)) notFound()
  const account = Number(accountText)
  const name = readSegment(segment)
  const api = await serverApi()
  const thing = await api.things.get({ account, name }).catch(notFoundWhenMissing)
  const scope = await readAccount()
  return (
    <Prefetch
      queries={(api) => [
        { ...api.things.get.queryOptions({ input: { account, name } }), queryFn: () => thing },
        api.overview.thing.queryOptions({ input: { account, name } }),
        api.sync.feeds.queryOptions({ input: { account } }),
        api.sync.feeds.queryOptions({ input: scope === undefined ? {} : { account: scope } }),
      ]}
    >
      <ThingPage account={account} name={name} />
    </Prefetch>
  )
}
