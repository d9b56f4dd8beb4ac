'use client'

import { RotateCw } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { ErrorState, Notice } from './error-state.tsx'
import { SkeletonLines } from './skeleton.tsx'
import { Age, RelativeTime } from './time.tsx'
import { useNow } from './use-now.ts'

export type Freshness = {
  /** ISO 8601 time of the facts shown; null when never seen. */
  at: string | null | undefined
  /** Older than this is stale and says so. */
  staleAfterMs?: number | undefined
  /** The feed the facts come from, in words: "certificates". */
  feed?: string | undefined
  /** What to do when stale: usually a link to the sync page. */
  remedy?: ReactNode
}

export type Failure = { message: string; retry?: (() => void) | undefined; retrying?: boolean | undefined }

/**
 * A titled region that tells its age. With `failed` and no children it is the failed face; with `failed` and children
 * it keeps the last good data and says so above it. `flush` removes the padding, for tables and lists.
 */
export function Panel({ title, note, actions, freshness, failed, loading, flush, className, children }: PanelProps) {
  const id = useId()
  const hasContent = children !== null && children !== undefined && children !== false
  return (
    <section aria-labelledby={id} className={cx('min-w-0 rounded-lg border border-line bg-surface', className)}>
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {note ? <span className="text-xs text-muted">{note}</span> : null}
        <span className="ml-auto flex items-center gap-2">
          {freshness ? <Age at={freshness.at} staleAfterMs={freshness.staleAfterMs} /> : null}
          {actions}
        </span>
      </header>
      {freshness ? <StaleNotice {...freshness} /> : null}
      {failed && hasContent ? <LastGoodNotice failed={failed} /> : null}
      <div className={flush ? undefined : 'p-4'}>
        {loading && !hasContent ? (
          <div role="status" className={flush ? 'p-4' : undefined}>
            <span className="sr-only">Loading</span>
            <SkeletonLines />
          </div>
        ) : failed && !hasContent ? (
          <ErrorState title={failed.message} onRetry={failed.retry} retrying={failed.retrying} />
        ) : (
          children
        )}
      </div>
    </section>
  )
}
type PanelProps = {
  title: string
  note?: ReactNode
  actions?: ReactNode
  freshness?: Freshness | undefined
  failed?: Failure | undefined
  loading?: boolean | undefined
  flush?: boolean
  className?: string
  children?: ReactNode
}

/** Since when, which feed, and what to do; nothing while fresh. */
export function StaleNotice({ at, staleAfterMs, feed = 'these facts', remedy }: Freshness) {
  const now = useNow()
  if (!at || staleAfterMs === undefined || now - Date.parse(at) <= staleAfterMs) return null
  return (
    <Notice action={remedy}>
      No news about {feed} since <RelativeTime at={at} />. What you see may have changed.
    </Notice>
  )
}

/** Says that refreshing failed while older data is still shown. */
export function LastGoodNotice({ failed }: { failed: Failure }) {
  const retry = failed.retry ? (
    <Button size="sm" busy={failed.retrying} icon={<RotateCw aria-hidden className="size-3" />} onClick={failed.retry}>
      Try again
    </Button>
  ) : null
  return (
    <Notice tone="bad" action={retry}>
      {failed.message} Showing the last good data.
    </Notice>
  )
}
