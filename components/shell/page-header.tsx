import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Count, formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import type { Freshness } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Age } from '#components/ui/time.tsx'

/** The page's one h1 with its count and age, the way back up, and the page's verbs. `children` is the state in one line. */
export function PageHeader({ title, breadcrumbs, count, freshness, status, actions, children }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-col gap-1">
      {breadcrumbs && breadcrumbs.length > 0 ? (
        <nav aria-label="Breadcrumbs">
          <ol className="flex flex-wrap items-center gap-1 text-xs text-muted">
            {breadcrumbs.map(({ label, href }) => (
              <li key={href} className="flex items-center gap-1">
                <Link href={href} className="hover:text-ink hover:underline">
                  {label}
                </Link>
                <ChevronRight aria-hidden className="size-3 text-faint" />
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{title}</h1>
        {count === undefined ? null : count === null ? (
          <Skeleton className="h-4 w-14" />
        ) : (
          <span className="text-lg text-muted tabular-nums">{formatCount(count)}</span>
        )}
        {status}
        {freshness ? (
          <Age at={freshness.at} staleAfterMs={freshness.staleAfterMs} prefix={`${freshness.feed} read`} />
        ) : null}
        {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children ? <div className="text-muted">{children}</div> : null}
    </header>
  )
}
type PageHeaderProps = {
  title: ReactNode
  breadcrumbs?: readonly { label: string; href: string }[]
  /** null while it is being counted. */
  count?: number | Count | null
  freshness?: Freshness | undefined
  /** A badge beside the title. */
  status?: ReactNode
  actions?: ReactNode
  children?: ReactNode
}
