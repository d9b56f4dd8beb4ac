'use client'

import { ListFilter } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'

/**
 * The anatomy of a list: title with the count and its age, filter bar, facets beside the table (behind a button where
 * there is no room for both). `children` is the table.
 */
export function ListLayout({ about, above, bar, facets, label, children, below, ...header }: ListLayoutProps) {
  const id = useId()
  const [showFacets, setShowFacets] = useState(false)
  return (
    <>
      <PageHeader {...header}>{about}</PageHeader>
      <div className="flex min-w-0 flex-col gap-4">
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
                icon={<ListFilter aria-hidden className="size-3.5" />}
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
                <p className="px-2 text-2xs text-muted">Counts are of everything in scope.</p>
              </aside>
            </>
          ) : null}
          <section aria-label={label} className="w-full min-w-0 flex-1 rounded-lg border border-line bg-surface">
            {children}
          </section>
        </div>
        {below}
      </div>
    </>
  )
}
export type ListLayoutProps = Omit<ComponentProps<typeof PageHeader>, 'children' | 'breadcrumbs'> & {
  /** The page in one line, under its title. */
  about?: ReactNode
  /** Between title and filters: tabs, notices, figures, a first sync's progress. */
  above?: ReactNode
  bar?: ReactNode
  facets?: ReactNode
  /** Names the table's region. */
  label: string
  children: ReactNode
  below?: ReactNode
}
