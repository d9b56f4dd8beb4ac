import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import { FindingPage } from '#components/findings/page/finding-page.tsx'

export const metadata: Metadata = { title: 'Finding' }

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** One finding. An id nobody knows is a page that says so. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!uuid.test(id)) notFound()
  const finding = await (await serverApi()).findings.get({ id }).catch(notFoundWhenMissing)
  return (
    <Prefetch
      queries={(api) => [
        { ...api.findings.get.queryOptions({ input: { id } }), queryFn: () => finding },
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <FindingPage id={id} />
    </Prefetch>
  )
}
