import { CircleCheck, CircleHelp, Hourglass, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { Health } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import type { TargetState } from '#contract/response.ts'
import type { Verdict } from './verdict.ts'

const looks: Record<Health | 'waiting', { icon: LucideIcon; ink: string }> = {
  ok: { icon: CircleCheck, ink: 'text-ok' },
  attention: { icon: TriangleAlert, ink: 'text-attention' },
  bad: { icon: OctagonAlert, ink: 'text-bad' },
  unknown: { icon: CircleHelp, ink: 'text-unknown' },
  waiting: { icon: Hourglass, ink: 'text-accent' },
}

/** Whether the devices are out: the measured time or how long it has been, and what to do next. */
export function VerdictView({ verdict, hrefOf }: VerdictViewProps) {
  const { icon: Icon, ink } = looks[verdict.health]
  return (
    <div className="flex gap-3">
      <Icon aria-hidden className={cx('mt-0.5 size-5 shrink-0', ink)} />
      <div className="min-w-0">
        <p className={cx('text-lg font-semibold tabular-nums', verdict.health === 'waiting' ? 'text-ink' : ink)}>
          {verdict.headline}
        </p>
        {verdict.detail ? <p className="text-muted">{verdict.detail}</p> : null}
        {verdict.next.length > 0 ? (
          <ul className="mt-2 flex list-disc flex-col gap-1 pl-4">
            {verdict.next.map(({ words, state }) => (
              <li key={words}>
                {words}{' '}
                {state ? (
                  <Link href={hrefOf(state)} className="text-accent underline">
                    Show them
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  )
}
type VerdictViewProps = { verdict: Verdict; hrefOf: (state: TargetState) => string }
