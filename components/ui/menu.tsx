'use client'

import { ChevronDown } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { Button, IconButton } from './button.tsx'

const load = () => import('./menu-loaded.tsx').then((module) => ({ default: module.MenuLoaded }))
const Loaded = lazy(load)

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
  /** Names the trigger; shown unless `icon` alone is given. */
  label: string
  icon?: ReactNode
  /** Replaces the label as what is seen (a name, a pair of lines). */
  face?: ReactNode
  iconOnly?: boolean
  variant?: 'secondary' | 'ghost'
  size?: 'sm' | 'md'
  align?: 'start' | 'end'
  items: MenuItem[]
}

/** A button that drops a menu of verbs, links, checks or choices. The menu's code loads when the pointer comes near. */
export function Menu({ label, icon, face, iconOnly, variant = 'secondary', size, align = 'start', items }: MenuProps) {
  const trigger = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const [opened, setOpened] = useState(false)
  const shared = {
    ref: trigger,
    variant,
    size,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
    onPointerEnter: load,
    onFocus: load,
    onClick: () => {
      setOpened(true)
      setOpen(!open)
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      setOpened(true)
      setOpen(true)
    },
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
      {opened ? (
        <Suspense fallback={null}>
          <Loaded open={open} onOpenChange={setOpen} anchor={trigger} align={align} items={items} label={label} />
        </Suspense>
      ) : null}
    </>
  )
}
