'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'

/** The person who is signed in; undefined while loading. */
export function useMe() {
  return useQuery({ ...api.me.get.queryOptions(), staleTime: 60_000 }).data
}
