'use client'

import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { Button } from './button.tsx'

const load = () => import('./popover-loaded.tsx').then((module) => ({ default: module.PopoverLoaded }))
const Loaded = lazy(load)

type PopoverProps = {
  label: string
  icon?: ReactNode
  variant?: 'secondary' | 'ghost'
  size?: 'sm' | 'md'
  align?: 'start' | 'end'
  /** Given the way to close. Mounted only while open. */
  children: (close: () => void) => ReactNode
}

/** A button that opens a small non-modal panel beside it. Loads when the pointer comes near. */
export function Popover({ label, icon, variant = 'secondary', size, align = 'start', children }: PopoverProps) {
  const trigger = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        ref={trigger}
        variant={variant}
        size={size}
        icon={icon}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => {
          setOpened(true)
          setOpen(!open)
        }}
      >
        {label}
      </Button>
      {opened ? (
        <Suspense fallback={null}>
          <Loaded open={open} onOpenChange={setOpen} anchor={trigger} align={align} label={label}>
            {children(() => setOpen(false))}
          </Loaded>
        </Suspense>
      ) : null}
    </>
  )
}
