'use client'

import { type RefObject, useEffect, useRef } from 'react'
import { isTyping, overlayOpen } from '../keyboard.ts'

type RowKeys = {
  open: ((at: number) => void) | undefined
  toggle: ((at: number) => void) | undefined
}

/** j and k move the focus between rows, Enter opens the focused one, x selects it. Silent while somebody types. */
export function useRowKeys(body: RefObject<HTMLTableSectionElement | null>, keys: RowKeys) {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
      if (isTyping(event) || overlayOpen()) return
      const rows = [...(body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
      const at = rows.findIndex((row) => row.contains(document.activeElement))
      const onRow = at >= 0 && rows[at] === document.activeElement
      if (event.key === 'j' || event.key === 'k') {
        const next = at < 0 ? 0 : event.key === 'j' ? at + 1 : at - 1
        const row = rows[Math.max(0, Math.min(next, rows.length - 1))]
        // Roving: Tab leaves the rows and comes back to the one it left.
        for (const one of rows) one.tabIndex = one === row ? 0 : -1
        row?.focus()
        row?.scrollIntoView({ block: 'nearest' })
      } else if (event.key === 'Enter' && onRow) {
        const { open } = latest.current
        if (open) open(at)
        else rows[at]?.querySelector('a')?.click()
      } else if (event.key === 'x' && at >= 0) {
        latest.current.toggle?.(at)
      } else {
        return
      }
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [body])
}
