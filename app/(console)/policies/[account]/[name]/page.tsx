import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { readSegment } from '#app/segment.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import { PolicyPage } from '#components/policies/policy-page.tsx'

type Props = { params: Promise<{ account: string; name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: readSegment((await params).name) }
}

/** One AWS IoT policy. */
export default async function Page({ params }: Props) {
  const { account, name } = await params
  if (!/^[1-9]\d{0,8}$/.test(account)) notFound()
  const api = await serverApi()
  const policy = await api.policies
    .get({ account: Number(account), name: readSegment(name) })
    .catch(notFoundWhenMissing)
  return (
    <Prefetch queries={(api) => [api.sync.feeds.queryOptions({ input: { account: policy.account } })]}>
      <PolicyPage key={policy.id} initial={policy} />
    </Prefetch>
  )
}
