'use client'

import { useMemo, useSyncExternalStore } from 'react'
import type { Column } from '#components/ui/table/column.ts'

const listeners = new Set<() => void>()

/** Column choice remembered in this browser, as differences from the page's defaults: `[hidden, setHidden]`. */
export function useColumns<Row>(page: string, columns: readonly Column<Row>[]) {
  const key = `fleetwarden-columns-${page}`
  const stored = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => '',
  )
  const hidden = useMemo(() => {
    const changed = new URLSearchParams(stored)
    return columns.flatMap(({ id, hidden }) => ((changed.get(id) ?? (hidden ? 'off' : 'on')) === 'off' ? [id] : []))
  }, [stored, columns])

  function setHidden(next: readonly string[]) {
    const changed = new URLSearchParams(stored)
    for (const { id, hidden } of columns) {
      const off = next.includes(id)
      if (off === Boolean(hidden)) changed.delete(id)
      else changed.set(id, off ? 'off' : 'on')
    }
    write(key, changed.toString())
  }
  return [hidden, setHidden] as const
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

function read(key: string) {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Without storage the choice cannot be kept; the table stays as it was.
  }
  for (const listener of listeners) listener()
}
