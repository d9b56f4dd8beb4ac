'use client'

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect } from 'react'
import type { MenuItem } from './menu.tsx'
import { MenuRow } from './menu-row.tsx'
import { place } from './place.ts'

/** The rows of an open Menu: puts it beside its button, takes the focus, and steers with the keyboard. */
export function MenuRows({ items, align, popup, trigger }: MenuRowsProps) {
  useLayoutEffect(() => {
    if (!popup.current || !trigger.current) return
    place(popup.current, trigger.current, { side: 'below', align, gapPx: 4 })
    rowsOf(popup.current)[0]?.focus()
  }, [popup, trigger, align])

  function close() {
    popup.current?.hidePopover()
    trigger.current?.focus()
  }
  const press = useEffectEvent((event: KeyboardEvent) => popup.current && steer(popup.current, event, close))
  useEffect(() => {
    const menu = popup.current
    menu?.addEventListener('keydown', press)
    return () => menu?.removeEventListener('keydown', press)
  }, [popup])
  return items.map((item, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity and items do not reorder
    <MenuRow key={at} item={item} close={close} />
  ))
}
type MenuRowsProps = {
  items: readonly MenuItem[]
  align: 'start' | 'end'
  popup: RefObject<HTMLDivElement | null>
  trigger: RefObject<HTMLButtonElement | null>
}

function rowsOf(menu: HTMLElement) {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
}

/** Arrows, Home, End and first letters move; Tab and Esc leave. */
function steer(menu: HTMLElement, event: KeyboardEvent, close: () => void) {
  const rows = rowsOf(menu)
  const at = rows.findIndex((row) => row.matches(':focus'))
  const letter = event.key.length === 1 && event.key !== ' ' ? event.key.toLowerCase() : null
  const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }
  const to = moves[event.key]
  if (event.key === 'Tab' || event.key === 'Escape') {
    close()
  } else if (to !== undefined) {
    rows[(to + rows.length) % rows.length]?.focus()
  } else if (letter && !event.metaKey && !event.ctrlKey) {
    const ordered = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
    ordered.find((row) => row.textContent?.trim().toLowerCase().startsWith(letter))?.focus()
  } else {
    return
  }
  event.preventDefault()
  event.stopPropagation()
}
