'use client'

import { useSearchParams } from 'next/navigation'
import { createContext, type ReactNode, use } from 'react'
import { parseAsInteger } from './list/address.ts'

const Context = createContext<number | undefined>(undefined)

/** Holds the account chosen in the top bar, as the server read it from its cookie; undefined is every account. */
export function ScopeProvider({ account, children }: { account: number | undefined; children: ReactNode }) {
  return <Context value={account}>{children}</Context>
}

/** The account every question is asked about, or undefined for all. `?account=` in the address wins over the choice. */
export function useAccount() {
  const chosen = use(Context)
  const linked = useSearchParams().get('account')
  return (linked === null ? null : parseAsInteger.parse(linked)) ?? chosen
}

/** What of a query depends on the scope: `{ account: 3 }`, or nothing at all. */
export function useScope() {
  const account = useAccount()
  return account === undefined ? {} : { account }
}
