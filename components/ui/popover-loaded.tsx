'use client'

import { Popover as Base } from '@base-ui/react/popover'
import type { ReactNode, RefObject } from 'react'

type PopoverLoadedProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  anchor: RefObject<HTMLButtonElement | null>
  align: 'start' | 'end'
  label: string
  children: ReactNode
}

/** The body of Popover, in a chunk of its own. */
export function PopoverLoaded({ open, onOpenChange, anchor, align, label, children }: PopoverLoadedProps) {
  function change(next: boolean, event: Event) {
    // The press on our own trigger toggles; letting Base UI close first would make it open again.
    const onTrigger = event.target instanceof Node && anchor.current?.contains(event.target)
    if (!(onTrigger && !next && event.type !== 'keydown')) onOpenChange(next)
  }
  return (
    <Base.Root open={open} onOpenChange={(next, details) => change(next, details.event)}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} align={align} sideOffset={4} collisionPadding={8} className="z-50">
          <Base.Popup
            aria-label={label}
            finalFocus={anchor}
            className="max-h-[var(--available-height)] w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg bg-raised p-3 shadow-pop outline-none transition-opacity duration-75 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
