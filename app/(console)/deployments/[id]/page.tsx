import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { DeploymentPage } from '#components/deployments/page/deployment-page.tsx'
import { deviceList, devicesInput } from '#components/deployments/page/device-list-state.ts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readDeployment((await params).id)).title }
}

/** Once per request, for the title and the page. */
const readDeployment = cache(async (id: string) => {
  if (!/^\d{1,19}$/.test(id)) notFound()
  return (await serverApi()).deployments.get({ id }).catch(notFoundWhenMissing)
})

/** One deployment. An id nobody knows is a page that says so. */
export default async function Page({ params, searchParams }: Props) {
  const { id } = await params
  const deployment = await readDeployment(id)
  const { input } = await readList(deviceList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        { ...api.deployments.get.queryOptions({ input: { id } }), queryFn: () => deployment },
        api.deployments.executions.queryOptions({ input: devicesInput(id, input) }),
        api.responseSettings.guards.queryOptions(),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <DeploymentPage id={id} />
    </Prefetch>
  )
}
