import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Prefetch } from '#app/prefetch.tsx'
import { readList } from '#app/read-list.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { RunPage } from '#components/response/run/run-page.tsx'
import { runTitle } from '#components/response/run/run-title.ts'
import { targetList } from '#components/response/run/target-list-state.ts'
import { targetsInput } from '#components/response/run/targets-input.ts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const run = await readRun((await params).id)
  return { title: `${runTitle(run)}, run ${run.number}` }
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Once per request, for the title and the page. */
const readRun = cache(async (id: string) => {
  if (!uuid.test(id)) notFound()
  return (await serverApi()).response.get({ id }).catch(notFoundWhenMissing)
})

/** One run. An id nobody knows is a page that says so. */
export default async function Page({ params, searchParams }: Props) {
  const { id } = await params
  const run = await readRun(id)
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
