'use client'

import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { useLater } from './use-later.ts'

const rows = () => import('./menu-rows.tsx')

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
  /** None while they are on their way. */
  items: readonly MenuItem[]
}

/**
 * A button that drops a menu of verbs, links, checks or choices. Built on the browser's own popover: it closes on Esc
 * and outside presses and lies above everything. The code of its rows comes after the page.
 */
export function Menu({ label, icon, face, iconOnly, variant = 'secondary', size, align = 'start', items }: MenuProps) {
  const id = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const popup = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const loaded = useLater(rows)

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
        className="fixed inset-auto top-0 left-0 m-0 min-w-44 overflow-y-auto rounded-lg border-0 bg-raised p-1 text-ink shadow-pop outline-none empty:invisible"
      >
        {open && loaded && items.length > 0 ? (
          <loaded.MenuRows items={items} align={align} popup={popup} trigger={trigger} />
        ) : null}
      </div>
    </>
  )
}
