import { dehydrate, type FetchQueryOptions, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { api as browserApi } from '#components/data/api.ts'
import { queryOptionsOf } from '#components/data/query-options.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { beginning, notUnderstood } from './read-list.ts'
import { serverApi } from './session.ts'

type Api = typeof browserApi
type Options = Pick<FetchQueryOptions, 'queryKey'> & { queryFn?: unknown }

type PrefetchProps = { queries: (api: Api) => Options[]; frame?: boolean; children: ReactNode }

/**
 * Runs queries in-process, with the visitor's rights, and hands their answers to the browser's cache. One that fails
 * is left out: the component asks again and shows what is wrong. `frame`: it is around
 * a page, which says itself what it did not understand.
 */
export async function Prefetch({ queries, frame = false, children }: PrefetchProps) {
  const client = new QueryClient()
  const api = queryOptionsOf(await serverApi())
  await Promise.all(queries(api).map((options) => client.prefetchQuery(options as FetchQueryOptions)))
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {frame ? null : <NotUnderstood names={notUnderstood()} />}
      {!frame && namesNoPage(client) ? <NoSuchPage first={beginning().query} /> : null}
      {children}
    </HydrationBoundary>
  )
}

// What every list says to a cursor that is none of its own.
const namesNoPage = (client: QueryClient) =>
  client
    .getQueryCache()
    .getAll()
    .some(({ state: { error } }) => error instanceof Refusal && / the first page\.$/.test(error.message))

// Asking again for a page that does not exist brings the same answer: here is the way out.
function NoSuchPage({ first }: { first: string | undefined }) {
  if (first === undefined) return null
  return (
    <p role="note" className="mb-3 rounded-md bg-attention-soft px-3 py-1.5 text-xs text-attention">
      The address names a page of this list that does not exist.{' '}
      <a href={first} className="font-medium underline">
        First page
      </a>
    </p>
  )
}

// A filter that nobody knows narrows nothing: whoever typed it would take all there is for what they asked for.
function NotUnderstood({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null
  const named = [...new Set(names)].map((name) => `“${name.slice(0, 40)}”`).join(', ')
  return (
    <p role="note" className="mb-3 rounded-md bg-attention-soft px-3 py-1.5 text-xs text-attention">
      This page has no filter {named}: the address names it, and it narrows nothing here.
    </p>
  )
}
