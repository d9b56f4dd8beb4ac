'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useTransition } from 'react'
import { announce } from '#components/ui/announce.ts'
import { Select } from '#components/ui/input.tsx'
import { everyAccount, type ShellAccount, scopeCookie } from './shell-data.ts'

const yearSeconds = 365 * 24 * 3600

/**
 * Which AWS account and region the console looks at. The choice is kept in a cookie, so it survives navigation; a link
 * that carries `?account=` wins over it, and is rewritten when somebody chooses again.
 */
export function ScopeSelect({
  accounts,
  scope = everyAccount,
}: {
  accounts: readonly ShellAccount[]
  scope?: string | undefined
}) {
  const router = useRouter()
  const pathname = usePathname()
  const params = useSearchParams()
  const [pending, start] = useTransition()
  function choose(next: string) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
    document.cookie = `${scopeCookie}=${encodeURIComponent(next)}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`
    const query = new URLSearchParams(params)
    // A page token of the old scope means nothing in the new one.
    query.delete('cursor')
    query.delete('open')
    if (next === everyAccount) query.delete('account')
    else if (query.has('account')) query.set('account', next)
    start(() => {
      router.replace(query.size > 0 ? `${pathname}?${query}` : pathname)
      router.refresh()
    })
    announce('Scope changed')
  }
  const options = accounts.map((one) => ({ value: one.id, label: labelOf(one) }))
  return (
    <Select
      aria-label="Account and region"
      aria-busy={pending || undefined}
      className="max-w-56 text-ellipsis min-w-0 font-medium max-sm:max-w-36"
      value={scope}
      onChange={(event) => choose(event.target.value)}
      options={accounts.length > 1 ? [{ value: everyAccount, label: 'All accounts' }, ...options] : options}
    />
  )
}

// An account that nobody has named yet is called after its number and Region.
const labelOf = ({ name, region }: ShellAccount) => (name.includes(region) ? name : `${name} · ${region}`)
