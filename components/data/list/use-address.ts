'use client'

import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type AddressValues, type Parsers, readAddress } from './address.ts'

/** New values by name, null to take one away; names left out stay. */
export type AddressChanges<P extends Parsers> = { [Name in keyof P]?: AddressValues<P>[Name] | null }

/**
 * Part of the address as values, and the way to change it: `[values, set]`. Nothing is asked of the server and nothing
 * scrolls; 'push' leaves a step for the Back button. Keep `parsers` stable between renders.
 */
export function useAddress<P extends Parsers>(parsers: P) {
  const params = useSearchParams()
  const values = useMemo(() => readAddress(parsers, (name) => params.get(name)), [parsers, params])
  return [
    values,
    (changes: AddressChanges<P>, history?: 'push' | 'replace') => write(parsers, changes, history),
  ] as const
}

// The window's own address, not the one last rendered: two changes in a row must not undo each other. Next follows
// these calls and renders anew whoever reads the address.
function write(parsers: Parsers, changes: Readonly<Record<string, unknown>>, history: 'push' | 'replace' = 'replace') {
  const { search, pathname, hash } = window.location
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined) query.delete(name)
    else query.set(name, parsers[name]?.serialize(value) ?? String(value))
  }
  const text = query.toString()
  const address = pathname + (text && `?${text}`) + hash
  if (history === 'push') window.history.pushState(null, '', address)
  else window.history.replaceState(null, '', address)
}
