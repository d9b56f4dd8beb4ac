import type { ReactNode } from 'react'
import type { Health, Severity } from './badge.tsx'
import { cx } from './cx.ts'
import { type Count, formatCount } from './format.ts'
import { Link } from './link.tsx'
import { Skeleton } from './skeleton.tsx'

type Tone = Health | Extract<Severity, 'critical' | 'high'>

const inks: Record<Tone, string> = {
  critical: 'text-critical',
  high: 'text-high',
  ok: 'text-ink',
  attention: 'text-attention',
  bad: 'text-bad',
  unknown: 'text-unknown',
}

/**
 * A number that answers one question, and leads to its rows when it has an `href`. `value` undefined is loading, null is
 * unknown: hatched, never zero. `health` colours what asks for attention; say why in `detail`. What is counted by severity has
 * the colour of that severity's badge.
 */
export function Figure({ label, value, detail, href, health = 'ok', icon }: FigureProps) {
  const body = (
    <>
      <span className="flex items-center gap-1.5 text-xs text-muted">
        {icon}
        {label}
      </span>
      <span className={cx('block text-2xl font-semibold tracking-tight tabular-nums', inks[health])}>
        {value === undefined ? (
          <Skeleton className="my-1 h-6 w-20" />
        ) : value === null ? (
          <span className="hatched inline-block rounded-sm px-2 text-lg text-unknown">Unknown</span>
        ) : typeof value === 'string' ? (
          value
        ) : (
          formatCount(value)
        )}
      </span>
      {detail ? <span className="block text-xs text-muted">{detail}</span> : null}
    </>
  )
  const look = 'row-span-3 grid min-w-0 grid-rows-subgrid gap-y-0.5 rounded-lg border border-line bg-surface px-4 py-3'
  return href ? (
    <Link href={href} className={cx(look, 'hover:border-edge')}>
      {body}
    </Link>
  ) : (
    <div className={look}>{body}</div>
  )
}
type FigureProps = {
  label: string
  value: number | Count | string | null | undefined
  detail?: ReactNode
  href?: string | undefined
  health?: Tone
  icon?: ReactNode
}

/** A row of figures that wraps instead of shrinking below what can be read. */
export function Figures({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-x-3 gap-y-3">{children}</div>
}
