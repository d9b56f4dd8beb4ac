import { CircleCheck, CircleHelp, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { Health } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import type { TargetState } from '#contract/response.ts'
import type { Verdict } from './verdict.ts'

const looks: Record<Health, { icon: LucideIcon; ink: string }> = {
  ok: { icon: CircleCheck, ink: 'text-ok' },
  attention: { icon: TriangleAlert, ink: 'text-attention' },
  bad: { icon: OctagonAlert, ink: 'text-bad' },
  unknown: { icon: CircleHelp, ink: 'text-unknown' },
}

/** Whether the devices are out: the measured time or how long it has been, and what to do next. */
export function VerdictView({ verdict, onPick }: VerdictViewProps) {
  const { icon: Icon, ink } = looks[verdict.health]
  return (
    <div className="flex gap-3">
      <Icon aria-hidden className={cx('mt-0.5 size-5 shrink-0', ink)} />
      <div className="min-w-0">
        <p className={cx('text-lg font-semibold tabular-nums', ink)}>{verdict.headline}</p>
        {verdict.detail ? <p className="text-muted">{verdict.detail}</p> : null}
        {verdict.next.length > 0 ? (
          <ul className="mt-2 flex list-disc flex-col gap-1 pl-4">
            {verdict.next.map(({ words, state }) => (
              <li key={words}>
                {words}{' '}
                {state && onPick ? (
                  <button type="button" className="min-h-6 text-accent hover:underline" onClick={() => onPick(state)}>
                    Show them
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  )
}
type VerdictViewProps = { verdict: Verdict; onPick?: ((state: TargetState) => void) | undefined }
