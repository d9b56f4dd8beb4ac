'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '#components/data/api.ts'

/** What people call an account; its number while that is on its way, or when it is gone. */
export function useAccountNames() {
  const { data } = useQuery({ ...api.accounts.list.queryOptions(), staleTime: 60_000 })
  return (id: number) => data?.find((one) => one.id === id)?.name ?? `Account ${id}`
}
