'use client'

import { Check } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { type Count, formatCount } from './format.ts'

export type FacetOption = { value: string; label: string; count?: number | Count | undefined; icon?: ReactNode }

/** One question about the list with its answers and counts; pressing an answer adds or removes the filter. */
export function FacetList({ title, options, selected, onToggle, limit = 8 }: FacetListProps) {
  const [all, setAll] = useState(false)
  const shown = all ? options : options.filter((option, at) => at < limit || selected.includes(option.value))
  return (
    <fieldset className="min-w-0">
      <legend className="px-2 pb-1 text-xs font-semibold text-muted">{title}</legend>
      {shown.map((option) => {
        const on = selected.includes(option.value)
        return (
          <button
            key={option.value}
            type="button"
            aria-pressed={on}
            onClick={() => onToggle(option.value)}
            className={cx(
              'flex min-h-7 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover',
              on && 'bg-selected font-medium hover:bg-selected',
            )}
          >
            {on ? <Check aria-hidden className="size-3.5 shrink-0 text-accent" /> : option.icon}
            <span className="min-w-0 flex-1 truncate" data-tip={option.label.length > 16 ? option.label : undefined}>
              {option.label}
            </span>
            {option.count !== undefined ? (
              <span className="text-xs font-normal text-muted tabular-nums">{formatCount(option.count)}</span>
            ) : null}
          </button>
        )
      })}
      {options.length === 0 ? <p className="px-2 text-xs text-faint">No values</p> : null}
      {shown.length < options.length || all ? (
        <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${options.length - shown.length} more`}
        </Button>
      ) : null}
    </fieldset>
  )
}
type FacetListProps = {
  title: string
  options: readonly FacetOption[]
  selected: readonly string[]
  onToggle: (value: string) => void
  limit?: number
}
