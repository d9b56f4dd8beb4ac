'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from './api.ts'

/** An account by the name people gave it; its number while that is on its way. */
export function AccountName({ id }: { id: number }) {
  const { data } = useQuery({ ...api.accounts.list.queryOptions(), staleTime: 60_000 })
  const account = data?.find((one) => one.id === id)
  return (
    <span data-tip={account && `${account.awsAccountId} · ${account.region}`}>{account?.name ?? `Account ${id}`}</span>
  )
}
