import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import { ReportPage } from '#components/reports/page/report-page.tsx'

export const metadata: Metadata = { title: 'Report' }

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** One report, as it was frozen. An id nobody knows is a page that says so. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!uuid.test(id)) notFound()
  const report = await (await serverApi()).reports.get({ id }).catch(notFoundWhenMissing)
  return (
    <Prefetch
      queries={(api) => [
        { ...api.reports.get.queryOptions({ input: { id } }), queryFn: () => report },
        api.accounts.list.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <ReportPage id={id} />
    </Prefetch>
  )
}
