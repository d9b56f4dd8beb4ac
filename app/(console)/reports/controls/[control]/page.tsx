import type { Metadata } from 'next'
import { Prefetch } from '#app/prefetch.tsx'
import { readAccount } from '#app/read-list.ts'
import { readSegment } from '#app/segment.ts'
import { notFoundWhenMissing, serverApi } from '#app/session.ts'
import type { SearchParams } from '#components/data/list/address.ts'
import { ControlPage } from '#components/reports/controls/control-page.tsx'

export const metadata: Metadata = { title: 'Control' }

type Props = { params: Promise<{ control: string }>; searchParams: Promise<SearchParams> }

/** One control. A name that none has is a page that says so. */
export default async function Page({ params, searchParams }: Props) {
  const [{ control }, account] = [await params, await readAccount(searchParams, [])]
  const scope = account === undefined ? {} : { account }
  const input = { control: readSegment(control), ...scope }
  const found = await (await serverApi()).reports.control(input).catch(notFoundWhenMissing)
  return (
    <Prefetch
      queries={(api) => [
        { ...api.reports.control.queryOptions({ input }), queryFn: () => found },
        api.reports.frameworks.queryOptions({ input: scope }),
        api.accounts.list.queryOptions(),
        api.me.get.queryOptions(),
      ]}
    >
      <ControlPage control={input.control} />
    </Prefetch>
  )
}
