'use client'

import { PanelLeft } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { formatCount } from '#components/ui/format.ts'
import type { Freshness } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Age } from '#components/ui/time.tsx'

/**
 * The anatomy of a list: title with the count and its age, filter bar, facets beside the table (behind a button where
 * there is no room for both). `children` is the table.
 */
export function ListPage({ title, count, noun, freshness, actions, bar, facets, above, children }: ListPageProps) {
  const id = useId()
  const [showFacets, setShowFacets] = useState(false)
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p className="flex items-baseline gap-2 text-muted" aria-live="polite">
          {count ? (
            <span className="tabular-nums">
              {formatCount({ value: count.count, capped: count.capped })} {noun}
            </span>
          ) : (
            <Skeleton className="h-3.5 w-20" />
          )}
        </p>
        {freshness ? <Age at={freshness.at} staleAfterMs={freshness.staleAfterMs} prefix="Collected" /> : null}
        {actions ? <span className="ml-auto flex flex-wrap items-center gap-2">{actions}</span> : null}
      </header>
      {above}
      {bar}
      <div className="flex min-w-0 items-start gap-4 max-lg:flex-col">
        {facets ? (
          <>
            <Button
              size="sm"
              className="lg:hidden"
              aria-expanded={showFacets}
              aria-controls={id}
              icon={<PanelLeft aria-hidden className="size-3.5" />}
              onClick={() => setShowFacets(!showFacets)}
            >
              {showFacets ? 'Hide facets' : 'Show facets'}
            </Button>
            <aside
              id={id}
              aria-label="Facets"
              className={cx('w-52 shrink-0 flex-col gap-4 max-lg:w-full lg:flex', showFacets ? 'flex' : 'hidden')}
            >
              {facets}
            </aside>
          </>
        ) : null}
        <div className="w-full min-w-0 flex-1 rounded-lg border border-line bg-surface">{children}</div>
      </div>
    </div>
  )
}
type ListPageProps = {
  title: string
  /** undefined while counting. */
  count: { count: number; capped: boolean } | undefined
  /** Plural of what is listed. */
  noun: string
  freshness?: Freshness | undefined
  /** Right of the title: saved views, export. */
  actions?: ReactNode
  bar: ReactNode
  facets?: ReactNode
  /** Between title and filters: a first sync's progress, figures, a chart. */
  above?: ReactNode
  children: ReactNode
}
