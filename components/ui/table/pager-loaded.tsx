'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '../button.tsx'
import type { PagerProps } from './pager.tsx'
import { rowsShown } from './rows-shown.ts'

/** The body of Pager, in a chunk of its own. */
export function PagerLoaded({ shown, total, noun = 'rows', onPrevious, onNext, busy }: PagerProps) {
  return (
    <nav aria-label="Pages" className="flex items-center gap-2">
      {/* Said aloud when a filter or a search has its answer. */}
      <p aria-live="polite" className="mr-auto text-xs text-muted tabular-nums">
        {rowsShown(shown, total, noun, { before: !!onPrevious, after: !!onNext })}
      </p>
      <Button
        size="sm"
        icon={<ChevronLeft aria-hidden className="size-3.5" />}
        disabledReason={onPrevious ? undefined : 'This is the first page'}
        onClick={onPrevious}
      >
        Previous
      </Button>
      <Button size="sm" busy={busy} disabledReason={onNext ? undefined : 'This is the last page'} onClick={onNext}>
        Next
        <ChevronRight aria-hidden className="size-3.5" />
      </Button>
    </nav>
  )
}
