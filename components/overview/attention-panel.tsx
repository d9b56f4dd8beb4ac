import { CircleCheck } from 'lucide-react'
import { SeverityBadge } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import { type Freshness, Panel } from '#components/ui/panel.tsx'
import type { AttentionItem } from '#contract/overview.ts'

/** What needs a person, worst first, each leading to its rows. */
export function AttentionPanel({ items, freshness, reading }: AttentionPanelProps) {
  return (
    <Panel
      title="What needs attention first"
      note={reading ? 'So far: the fleet is still being read' : undefined}
      freshness={freshness}
      flush
    >
      {items.length === 0 ? (
        <p className="flex items-center gap-2 p-4 text-muted">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
          Nothing that has been read needs attention.
        </p>
      ) : (
        <ul>
          {items.map(({ id, severity, title, detail, count, capped, href }) => (
            <li
              key={id}
              className="relative flex gap-3 border-b border-line px-4 py-2.5 last:border-b-0 hover:bg-hover"
            >
              <span className="w-20 shrink-0 pt-px">
                <SeverityBadge severity={severity} />
              </span>
              <span className="min-w-0 flex-1">
                <Link href={href} className="font-medium after:absolute after:inset-0 hover:underline">
                  {title}
                </Link>
                <span className="block text-muted">{detail}</span>
              </span>
              {count === null ? null : (
                <span className="font-semibold tabular-nums">{formatCount({ value: count, capped })}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
type AttentionPanelProps = {
  items: readonly AttentionItem[]
  freshness: Freshness | undefined
  /** Whether some feed has not been read whole yet, so that more may follow. */
  reading: boolean
}
