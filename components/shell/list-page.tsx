'use client'

import { PanelLeft } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import type { Freshness } from '#components/ui/panel.tsx'

/**
 * The anatomy of a list: title with the count and its age, filter bar, facets beside the table (behind a button where
 * there is no room for both). `children` is the table.
 */
export function ListPage({ title, count, freshness, actions, bar, facets, above, children }: ListPageProps) {
  const id = useId()
  const [showFacets, setShowFacets] = useState(false)
  return (
    <div className="min-w-0">
      <PageHeader
        title={title}
        {...(count === null ? {} : { count: count ? { value: count.count, capped: count.capped } : null })}
        freshness={freshness}
        actions={actions}
      />
      <div className="flex flex-col gap-3">
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
                {showFacets ? 'Hide counts' : 'Show counts'}
              </Button>
              <aside
                id={id}
                aria-label="Facets"
                className={cx('w-44 shrink-0 flex-col gap-4 max-lg:w-full lg:flex', showFacets ? 'flex' : 'hidden')}
              >
                {facets}
                <p className="text-2xs text-muted">Counts are of everything in scope.</p>
              </aside>
            </>
          ) : null}
          <div className="w-full min-w-0 flex-1 rounded-lg border border-line bg-surface">{children}</div>
        </div>
      </div>
    </div>
  )
}
type ListPageProps = {
  title: string
  /** undefined while counting, null when it could not be counted. */
  count: { count: number; capped: boolean } | null | undefined
  freshness?: Freshness | undefined
  /** Right of the title: saved views, export. */
  actions?: ReactNode
  bar: ReactNode
  facets?: ReactNode
  /** Between title and filters: a first sync's progress, figures, a chart. */
  above?: ReactNode
  children: ReactNode
}
