'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../button.tsx'
import { type Count, formatCount } from '../format.ts'
import { nothingSelected, type Selection } from './selection.ts'

/** States exactly what is selected, and offers the step from "this page" to "all matching" as a step of its own. */
export function SelectionBar({ selection, pageIds, total, noun, onChange, actions }: SelectionBarProps) {
  const chosen = selection.scope === 'ids' ? selection.ids.length : null
  if (chosen === 0) return null
  const wholePage = selection.scope === 'ids' && pageIds.length > 0 && pageIds.every((id) => selection.ids.includes(id))
  const more = total !== undefined && total.value > (chosen ?? 0)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-selected px-3 py-1.5">
      <p role="status" className="font-medium">
        {selection.scope === 'matching'
          ? `All ${total ? formatCount(total) : ''} ${noun} matching this filter are selected`
          : `${formatCount(selection.ids.length)} selected${wholePage && more ? ', all on this page' : ''}`}
      </p>
      {wholePage && more ? (
        <Button size="sm" variant="ghost" onClick={() => onChange({ scope: 'matching' })}>
          Select all {formatCount(total)} matching
        </Button>
      ) : null}
      <span className="ml-auto flex flex-wrap items-center gap-2">
        {actions?.(selection)}
        <Button
          size="sm"
          variant="ghost"
          icon={<X aria-hidden className="size-3.5" />}
          onClick={() => onChange(nothingSelected)}
        >
          Clear
        </Button>
      </span>
    </div>
  )
}
type SelectionBarProps = {
  selection: Selection
  pageIds: readonly string[]
  total: Count | undefined
  noun: string
  onChange: (selection: Selection) => void
  actions: ((selection: Selection) => ReactNode) | undefined
}
