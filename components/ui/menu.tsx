'use client'

import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type ToggleEvent, useEffect, useId, useRef, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { MenuRow } from './menu-row.tsx'
import { place } from './place.ts'

export type MenuItem =
  | {
      kind?: 'action'
      label: string
      icon?: ReactNode
      hint?: string
      danger?: boolean
      disabledReason?: string | undefined
      onSelect: () => void
    }
  | { kind: 'link'; label: string; icon?: ReactNode; hint?: string; href: string }
  | {
      kind: 'check'
      label: string
      checked: boolean
      onChange: (checked: boolean) => void
      disabledReason?: string | undefined
    }
  | {
      kind: 'radio'
      label: string
      value: string
      options: readonly { value: string; label: string }[]
      onChange: (value: string) => void
    }
  | { kind: 'separator' }
  | { kind: 'heading'; label: string }

type MenuProps = {
  /** Names the trigger; shown unless `iconOnly` or `face`. */
  label: string
  icon?: ReactNode
  /** Replaces the label as what is seen: the choice in force. */
  face?: ReactNode
  iconOnly?: boolean
  variant?: 'secondary' | 'ghost'
  size?: 'sm' | 'md'
  align?: 'start' | 'end'
  items: readonly MenuItem[]
}

/**
 * A button that drops a menu of verbs, links, checks or choices. Built on the browser's own popover: it closes on Esc
 * and outside presses, lies above everything, and needs no code before it is opened.
 */
export function Menu({ label, icon, face, iconOnly, variant = 'secondary', size, align = 'start', items }: MenuProps) {
  const id = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)

  useEffect(() => {
    if (!open || !popup.current || !trigger.current) return
    place(popup.current, trigger.current, { side: 'below', align, gapPx: 4 })
    rowsOf(popup.current)[0]?.focus()
  }, [open, align])

  const shared = {
    ref: trigger,
    variant,
    size,
    popoverTarget: id,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      popup.current?.showPopover()
    },
  }
  function toggled(event: ToggleEvent<HTMLDivElement>) {
    setOpen(event.newState === 'open')
  }
  function close() {
    popup.current?.hidePopover()
    trigger.current?.focus()
  }
  return (
    <>
      {iconOnly ? (
        <IconButton {...shared} label={label} icon={icon} />
      ) : (
        <Button {...shared} icon={icon} aria-label={face ? label : undefined}>
          {face ?? label}
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </Button>
      )}
      <div
        ref={popup}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={0}
        aria-label={label}
        onToggle={toggled}
        onKeyDown={(event) => steer(event, close)}
        className="fixed inset-auto top-0 left-0 m-0 min-w-44 overflow-y-auto rounded-lg border-0 bg-raised p-1 text-ink shadow-pop outline-none"
      >
        {/* biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity and items do not reorder */}
        {open ? items.map((item, at) => <MenuRow key={at} item={item} close={close} />) : null}
      </div>
    </>
  )
}

function rowsOf(menu: HTMLElement) {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
}

/** Arrows, Home, End and first letters move; Tab and Esc leave. */
function steer(event: KeyboardEvent<HTMLElement>, close: () => void) {
  const rows = rowsOf(event.currentTarget)
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
