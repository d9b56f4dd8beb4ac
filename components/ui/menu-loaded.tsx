'use client'

import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type RefObject } from 'react'
import type { MenuItem } from './menu.tsx'

type MenuLoadedProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  anchor: RefObject<HTMLButtonElement | null>
  align: 'start' | 'end'
  label: string
  items: MenuItem[]
}

/** The body of Menu, in a chunk of its own. */
export function MenuLoaded({ open, onOpenChange, anchor, align, label, items }: MenuLoadedProps) {
  function change(next: boolean, event: Event) {
    // The press on our own trigger toggles; letting Base UI close first would make it open again.
    const onTrigger = event.target instanceof Node && anchor.current?.contains(event.target)
    if (!(onTrigger && !next && event.type !== 'keydown')) onOpenChange(next)
  }
  return (
    <Base.Root open={open} modal={false} onOpenChange={(next, details) => change(next, details.event)}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup
            aria-label={label}
            finalFocus={anchor}
            className="max-h-[var(--available-height)] min-w-44 overflow-y-auto rounded-lg bg-raised p-1 shadow-pop outline-none transition-opacity duration-75 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {items.map((item, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity and items do not reorder
              <Item key={at} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const row =
  'flex min-h-7 w-full items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:text-faint'

function Item({ item }: { item: MenuItem }) {
  switch (item.kind) {
    case 'separator':
      return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
    case 'heading':
      return <div className="px-2 pt-2 pb-1 text-xs font-medium text-faint">{item.label}</div>
    case 'link':
      return (
        <Base.LinkItem render={<Link href={item.href} />} className={row} closeOnClick>
          <Face {...item} />
        </Base.LinkItem>
      )
    case 'check':
      return (
        <Base.CheckboxItem
          checked={item.checked}
          onCheckedChange={item.onChange}
          disabled={item.disabledReason !== undefined}
          data-tip={item.disabledReason}
          closeOnClick={false}
          className={row}
        >
          <span className="size-3.5">
            <Base.CheckboxItemIndicator render={<Check aria-hidden className="size-3.5 text-accent" />} />
          </span>
          {item.label}
        </Base.CheckboxItem>
      )
    case 'radio':
      return (
        <Base.RadioGroup value={item.value} onValueChange={item.onChange} aria-label={item.label}>
          {item.options.map((option) => (
            <Fragment key={option.value}>
              <Base.RadioItem value={option.value} closeOnClick={false} className={row}>
                <span className="size-3.5">
                  <Base.RadioItemIndicator render={<Check aria-hidden className="size-3.5 text-accent" />} />
                </span>
                {option.label}
              </Base.RadioItem>
            </Fragment>
          ))}
        </Base.RadioGroup>
      )
    default:
      return (
        <Base.Item
          onClick={item.onSelect}
          disabled={item.disabledReason !== undefined}
          data-tip={item.disabledReason}
          className={`${row} ${item.danger ? 'text-bad' : ''}`}
        >
          <Face {...item} />
        </Base.Item>
      )
  }
}

function Face({ label, icon, hint }: { label: string; icon?: React.ReactNode; hint?: string | undefined }) {
  return (
    <>
      {icon ? <span className="text-muted">{icon}</span> : null}
      <span className="flex-1">{label}</span>
      {hint ? <span className="pl-4 text-xs text-faint">{hint}</span> : null}
    </>
  )
}
