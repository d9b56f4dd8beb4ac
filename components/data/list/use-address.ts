'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { type AddressValues, type Parsers, readAddress, refusedIn } from './address.ts'

/** New values by name, null to take one away; names left out stay. */
type AddressChanges<P extends Parsers> = { [Name in keyof P]?: AddressValues<P>[Name] | null }

/**
 * Part of the address as values, the way to change it, and what of it is not understood: `[values, set, refused]`. Nothing is asked of the server and nothing
 * scrolls; 'push' leaves a step for the Back button. Keep `parsers` stable between renders.
 */
export function useAddress<P extends Parsers>(parsers: P) {
  const query = useQueryText()
  const [values, refused] = useMemo(() => {
    const params = new URLSearchParams(query)
    const get = (name: string) => params.get(name)
    return [readAddress(parsers, get), refusedIn(parsers, get)] as const
  }, [parsers, query])
  return [
    values,
    (changes: AddressChanges<P>, history?: 'push' | 'replace') => write(parsers, changes, history),
    refused,
  ] as const
}

// Next follows what is written, but in its own time, and a radio button that is pressed must not wait: until Next has
// caught up, what was written last is what holds.
let ahead: string | null = null
const listeners = new Set<() => void>()

function useQueryText() {
  const rendered = useSearchParams().toString()
  const written = useSyncExternalStore(
    subscribe,
    () => ahead,
    () => null,
  )
  useEffect(() => {
    if (ahead !== null && (rendered === ahead || textOf(window.location.search) !== ahead)) setAhead(null)
  }, [rendered])
  return written ?? rendered
}

function write(parsers: Parsers, changes: Readonly<Record<string, unknown>>, history: 'push' | 'replace' = 'replace') {
  const { search, pathname, hash } = window.location
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined) query.delete(name)
    else query.set(name, parsers[name]?.serialize(value) ?? String(value))
  }
  const text = query.toString()
  if (text === textOf(search)) return
  const address = pathname + (text && `?${text}`) + hash
  if (history === 'push') window.history.pushState(null, '', address)
  else window.history.replaceState(null, '', address)
  setAhead(text)
}

const textOf = (search: string) => new URLSearchParams(search).toString()

function setAhead(text: string | null) {
  ahead = text
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
