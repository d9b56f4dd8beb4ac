'use client'

import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Link } from './link.tsx'
import type { MenuItem } from './menu.tsx'

const row =
  'flex min-h-7 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-sm outline-none select-none hover:bg-hover focus:bg-hover aria-disabled:text-faint'

/** One row of a Menu. Checks and choices keep it open; verbs and links close it. */
export function MenuRow({ item, close }: { item: MenuItem; close: () => void }) {
  switch (item.kind) {
    case 'separator':
      return <hr className="-mx-1 my-1 h-px border-0 bg-line" />
    case 'heading':
      return (
        <div role="presentation" className="px-2 pt-2 pb-1 text-xs font-medium text-faint">
          {item.label}
        </div>
      )
    case 'link':
      return (
        <Link href={item.href} role="menuitem" tabIndex={-1} onClick={close} className={row}>
          <Face {...item} />
        </Link>
      )
    case 'check':
      return (
        <Choice
          role="menuitemcheckbox"
          checked={item.checked}
          label={item.label}
          disabledReason={item.disabledReason}
          onPress={() => item.onChange(!item.checked)}
        />
      )
    case 'radio':
      return (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed inside a menu
        <div role="group" aria-label={item.label}>
          {item.options.map((option) => (
            <Choice
              key={option.value}
              role="menuitemradio"
              checked={option.value === item.value}
              label={option.label}
              onPress={() => item.onChange(option.value)}
            />
          ))}
        </div>
      )
    default:
      return (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          aria-disabled={item.disabledReason ? true : undefined}
          onClick={() => {
            if (item.disabledReason) return
            close()
            item.onSelect()
          }}
          className={cx(row, item.danger && 'text-bad')}
        >
          <Face {...item} />
        </button>
      )
  }
}

function Choice({ role, checked, label, disabledReason, onPress }: ChoiceProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles it can have are checkable
    <button
      type="button"
      role={role}
      tabIndex={-1}
      aria-checked={checked}
      aria-disabled={disabledReason ? true : undefined}
      onClick={() => !disabledReason && onPress()}
      className={row}
    >
      <span className="size-3.5 shrink-0">
        {checked ? <Check aria-hidden className="size-3.5 text-accent" /> : null}
      </span>
      <Face label={label} disabledReason={disabledReason} />
    </button>
  )
}
type ChoiceProps = {
  role: 'menuitemcheckbox' | 'menuitemradio'
  checked: boolean
  label: string
  disabledReason?: string | undefined
  onPress: () => void
}

function Face({ label, icon, hint, disabledReason }: FaceProps) {
  return (
    <>
      {icon ? <span className="text-muted">{icon}</span> : null}
      <span className="flex-1">
        {label}
        {disabledReason ? <span className="block max-w-64 text-xs text-faint">{disabledReason}</span> : null}
      </span>
      {hint && !disabledReason ? <span className="pl-4 text-xs text-faint">{hint}</span> : null}
    </>
  )
}
type FaceProps = {
  label: string
  icon?: ReactNode
  hint?: string | undefined
  disabledReason?: string | undefined
}
