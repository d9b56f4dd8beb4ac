import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { RunPage } from '#components/response/run/run-page.tsx'
import { targetList } from '#components/response/run/target-list-state.ts'
import { targetsInput } from '#components/response/run/targets-input.ts'

export const metadata: Metadata = { title: 'Run' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** One run. An id nobody knows is a page that says so. */
export default async function Page({ params, searchParams }: Props) {
  const { id } = await params
  if (!uuid.test(id)) notFound()
  const run = await (await serverApi()).response.get({ id }).catch(notFoundWhenMissing)
  const { input } = await readList(targetList, searchParams)
  return (
    <Prefetch
      queries={(api) => [
        { ...api.response.get.queryOptions({ input: { id } }), queryFn: () => run },
        api.response.targets.queryOptions({ input: targetsInput(id, input) }),
        api.responseSettings.guards.queryOptions(),
        api.me.get.queryOptions(),
        api.accounts.list.queryOptions(),
      ]}
    >
      <RunPage id={id} />
    </Prefetch>
  )
}
