'use client'

import { keepPreviousData, type Query, type QueryFunction, type QueryKey, useQuery } from '@tanstack/react-query'
import type { Count } from '#components/ui/format.ts'

type Options<Answer> = {
  queryKey: QueryKey
  queryFn: QueryFunction<Answer>
  refetchInterval?: number | false | ((query: Query<Answer>) => number | false | undefined)
}

/** A page of a list. Under another filter or cursor the rows shown stay until the next ones are there. */
export function useRows<Page>(options: Options<Page>) {
  return useQuery({ ...options, placeholderData: keepPreviousData })
}

/** How many rows match: null while they are counted, undefined when they cannot be. */
export function useTotal(options: Options<{ count: number; capped: boolean }>): Count | null | undefined {
  const { data, isError } = useQuery({ ...options, placeholderData: keepPreviousData })
  if (!data) return isError ? undefined : null
  return { value: data.count, capped: data.capped }
}
