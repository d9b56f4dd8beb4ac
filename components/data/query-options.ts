import type { Client } from '@orpc/client'
import type { ProcedureUtils } from '@orpc/tanstack-query'
import { byNames } from './calls.ts'

type Keyed = {
  /** The first words of the query keys of everything in here: `invalidateQueries({ queryKey: api.sync.key() })`. */
  key(): [path: readonly string[]]
}

/** What React Query needs to know of every entry of a client. */
export type QueryOptionsOf<Calls> =
  Calls extends Client<infer Context, infer Input, infer Output, infer Failure>
    ? Pick<ProcedureUtils<Context, Input, Output, Failure>, 'queryOptions' | 'infiniteOptions' | 'mutationOptions'>
    : { [Name in keyof Calls]: QueryOptionsOf<Calls[Name]> } & Keyed

type Call = (input?: unknown, options?: { signal?: AbortSignal }) => Promise<unknown>
type Given = { input?: unknown }
type GivenPages = { input: (page: unknown) => unknown; initialPageParam: unknown }

const own = new Set(['key', 'queryOptions', 'infiniteOptions', 'mutationOptions'])

/**
 * Query, infinite query and mutation options of every entry. The server's prefetch and the browser make them with this
 * same function, so that the one finds what the other has read.
 */
export function queryOptionsOf<Calls>(calls: Calls) {
  const tree = byNames(
    (names) => {
      const call: Call = (...given) =>
        (names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), calls) as Call)(...given)
      const keyOf = (type: string, input?: unknown) => [names, { ...(input !== undefined && { input }), type }]
      return {
        key: () => [names],
        queryOptions: (given: Given = {}) => ({
          queryFn: ({ signal }: { signal: AbortSignal }) => call(given.input, { signal }),
          ...given,
          queryKey: keyOf('query', given.input),
        }),
        infiniteOptions: (given: GivenPages) => ({
          queryFn: ({ pageParam, signal }: { pageParam: unknown; signal: AbortSignal }) =>
            call(given.input(pageParam), { signal }),
          ...given,
          queryKey: keyOf('infinite', given.input(given.initialPageParam)),
        }),
        mutationOptions: (given: object = {}) => ({
          mutationFn: (input: unknown) => call(input),
          ...given,
          mutationKey: keyOf('mutation'),
        }),
      }
    },
    (name) => own.has(name),
  )
  // The names and the type come from one contract.
  return tree as QueryOptionsOf<Calls>
}
