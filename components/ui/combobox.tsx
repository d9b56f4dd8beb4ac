'use client'

import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { cx } from './cx.ts'
import type { FilterOption } from './filter-bar.tsx'
import { formatCount } from './format.ts'
import { Input } from './input.tsx'

/**
 * An input with its list of options open beneath it, for use inside a popover or dialog. `options` are narrowed by what
 * is typed, `suggest` asks the server; `free` also accepts what was typed itself.
 */
export function Combobox({ label, options, suggest, free, placeholder, onPick }: ComboboxProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const suggested = useSuggestions(suggest, typed)
  const needle = typed.trim().toLowerCase()
  const found = suggest ? suggested : (options ?? []).filter((option) => option.label.toLowerCase().includes(needle))
  const own = free && typed.trim() && !found.some((option) => option.value === typed.trim())
  const shown = own ? [...found, { value: typed.trim(), label: `Use “${typed.trim()}”` }] : found
  const active = Math.min(at, shown.length - 1)

  function press(event: KeyboardEvent) {
    const option = shown[active]
    if (event.key === 'ArrowDown') setAt(Math.min(active + 1, shown.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0))
    else if (event.key === 'Enter' && option) onPick(option.value)
    else return
    event.preventDefault()
  }
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <Input
        id={id}
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <div id={`${id}-list`} role="listbox" aria-label={label} className="-mx-1 max-h-64 overflow-y-auto">
        {shown.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keyboard
          <div
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onClick={() => onPick(option.value)}
            onPointerMove={() => setAt(index)}
            className={cx(
              'flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-2 py-1',
              index === active && 'bg-hover',
            )}
          >
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.count !== undefined ? (
              <span className="text-xs text-faint tabular-nums">{formatCount(option.count)}</span>
            ) : null}
          </div>
        ))}
      </div>
      {shown.length === 0 ? (
        <p className="px-1 py-2 text-muted">{suggest && !typed ? 'Type to search' : 'No match'}</p>
      ) : null}
    </div>
  )
}
type ComboboxProps = {
  label: string
  options?: readonly FilterOption[] | undefined
  suggest?: ((typed: string) => Promise<readonly FilterOption[]>) | undefined
  free?: boolean
  placeholder?: string | undefined
  onPick: (value: string) => void
}

function useSuggestions(suggest: ComboboxProps['suggest'], typed: string) {
  const [found, setFound] = useState<readonly FilterOption[]>([])
  useEffect(() => {
    if (!suggest) return
    let current = true
    const timer = setTimeout(() => {
      suggest(typed.trim()).then(
        (options) => current && setFound(options),
        () => current && setFound([]),
      )
    }, 120)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [suggest, typed])
  return found
}
