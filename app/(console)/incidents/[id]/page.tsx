import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import { IncidentPage } from '#components/incidents/page/incident-page.tsx'

export const metadata: Metadata = { title: 'Incident' }

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** One incident. An id nobody knows is a page that says so. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!uuid.test(id)) notFound()
  const incident = await (await serverApi()).incidents.get({ id }).catch(notFoundWhenMissing)
  return (
    <Prefetch
      queries={(api) => [
        { ...api.incidents.get.queryOptions({ input: { id } }), queryFn: () => incident },
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <IncidentPage id={id} />
    </Prefetch>
  )
}
