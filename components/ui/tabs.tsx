import { type Count, formatCount } from './format.ts'
import { Link } from './link.tsx'

/** Views of one page as links, so each has its address. `current` is the href shown now. */
export function Tabs({ label, tabs, current }: TabsProps) {
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === current ? 'page' : undefined}
          className="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-accent-solid aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:[scroll-initial-target:nearest]"
        >
          {tab.label}
          {tab.count !== undefined ? (
            <span className="rounded-full bg-info-soft px-1.5 text-2xs text-muted tabular-nums">
              {formatCount(tab.count)}
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  )
}
type TabsProps = { label: string; tabs: { href: string; label: string; count?: number | Count }[]; current: string }
