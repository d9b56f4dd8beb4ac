import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { readSegment } from '#app/segment.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import { AuthorityPage } from '#components/credentials/authority-page.tsx'
import { shortId } from '#components/credentials/certificate-name.ts'

type Props = { params: Promise<{ account: string; certificateId: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `CA certificate ${shortId(readSegment((await params).certificateId))}` }
}

/** One CA certificate. */
export default async function Page({ params }: Props) {
  const { account, certificateId } = await params
  if (!/^[1-9]\d{0,8}$/.test(account)) notFound()
  const api = await serverApi()
  const authority = await api.caCertificates
    .get({ account: Number(account), certificateId: readSegment(certificateId) })
    .catch(notFoundWhenMissing)
  return (
    <Prefetch queries={(api) => [api.sync.feeds.queryOptions({ input: { account: authority.account } })]}>
      <AuthorityPage key={authority.id} initial={authority} />
    </Prefetch>
  )
}
