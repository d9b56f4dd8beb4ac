'use client'

import { Button } from '../button.tsx'
import type { Count } from '../format.ts'
import { rowsShown } from './rows-shown.ts'

/** Appends the next page under the rows shown; for timelines and short lists. */
export function LoadMore({ shown, total, noun = 'rows', onMore, busy }: LoadMoreProps) {
  return (
    <div className="flex items-center gap-3">
      {onMore ? (
        <Button size="sm" busy={busy} onClick={onMore}>
          Load more
        </Button>
      ) : null}
      <p className="text-xs text-muted tabular-nums">{rowsShown(shown, total, noun, { after: !!onMore })}</p>
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
