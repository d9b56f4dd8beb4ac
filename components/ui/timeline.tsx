import type { ReactNode } from 'react'
import type { Tone } from './badge.tsx'
import { cx } from './cx.ts'
import { RelativeTime } from './time.tsx'

export type TimelineEvent = {
  id: string
  /** ISO 8601. */
  at: string
  title: ReactNode
  detail?: ReactNode
  /** Who or what did it. */
  by?: ReactNode
  tone?: Tone | undefined
}

const dots: Record<Tone, string> = {
  critical: 'bg-critical',
  high: 'bg-high',
  medium: 'bg-medium',
  low: 'bg-low',
  info: 'bg-edge',
  ok: 'bg-ok',
  attention: 'bg-attention',
  bad: 'bg-bad',
  unknown: 'bg-edge',
  neutral: 'bg-edge',
  accent: 'bg-accent-solid',
}

/** What happened, newest first, as given. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <ol className="flex flex-col">
      {events.map((event) => (
        <li key={event.id} className="group relative flex gap-3 pb-4 last:pb-0">
          <span
            aria-hidden
            className="absolute top-3.5 bottom-[-0.375rem] left-[0.28rem] w-px bg-line group-last:hidden"
          />
          <span
            aria-hidden
            className={cx('mt-1.5 size-2.5 shrink-0 rounded-full ring-4 ring-surface', dots[event.tone ?? 'neutral'])}
          />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{event.title}</span>
              <span className="text-xs text-muted">
                <RelativeTime at={event.at} />
                {event.by ? <> by {event.by}</> : null}
              </span>
            </p>
            {event.detail ? <div className="text-muted">{event.detail}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
