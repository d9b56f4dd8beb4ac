import type { Failure } from '#components/ui/panel.tsx'

export type Asked = { error: Error | null; isFetching: boolean; refetch: () => unknown }

/** A query's error as the kit's panels and tables show it; undefined while all is well. `what` names what was read. */
export function failureOf(query: Asked, what: string): Failure | undefined {
  if (!query.error) return undefined
  const why = query.error.message ? ` ${query.error.message}` : ''
  return {
    message: `${what} could not be read.${why}`,
    retry: () => void query.refetch(),
    retrying: query.isFetching,
  }
}
