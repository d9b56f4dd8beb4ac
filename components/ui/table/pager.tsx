'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '../button.tsx'
import { type Count, formatCount } from '../format.ts'

/** Previous and next of a list that pages by key. It knows no page numbers, because the server does not either. */
export function Pager({ shown, total, noun = 'rows', onPrevious, onNext, busy }: PagerProps) {
  return (
    <nav aria-label="Pages" className="flex items-center gap-2">
      <p className="mr-auto text-xs text-muted tabular-nums">
        {formatCount(shown)} {total ? `of ${formatCount(total)} ` : ''}
        {shown === 1 && (!total || formatCount(total) === '1') ? singular(noun) : noun}
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
const singular = (noun: string) => noun.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '')

type PagerProps = {
  shown: number
  total?: Count | undefined
  noun?: string
  /** Absent on the first page. */
  onPrevious?: (() => void) | undefined
  /** Absent on the last page. */
  onNext?: (() => void) | undefined
  busy?: boolean | undefined
}

/** Appends the next page under the rows shown; for timelines and short lists. */
export function LoadMore({ shown, total, noun = 'rows', onMore, busy }: LoadMoreProps) {
  return (
    <div className="flex items-center gap-3">
      {onMore ? (
        <Button size="sm" busy={busy} onClick={onMore}>
          Load more
        </Button>
      ) : null}
      <p className="text-xs text-muted tabular-nums">
        {formatCount(shown)} {total ? `of ${formatCount(total)} ` : ''}
        {shown === 1 && (!total || formatCount(total) === '1') ? singular(noun) : noun}
      </p>
    </div>
  )
}
type LoadMoreProps = {
  shown: number
  total?: Count | undefined
  noun?: string
  onMore?: (() => void) | undefined
  busy?: boolean | undefined
}
