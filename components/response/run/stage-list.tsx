import { Check, CircleDashed, CircleSlash, LoaderCircle, type LucideIcon, Minus, X } from 'lucide-react'
import { cx } from '#components/ui/cx.ts'
import { AbsoluteTime, RelativeTime } from '#components/ui/time.tsx'
import type { Stage } from './stages.ts'

const looks: Record<Stage['state'], { icon: LucideIcon; ink: string; said: string }> = {
  done: { icon: Check, ink: 'border-ok bg-ok-soft text-ok', said: 'done' },
  now: { icon: LoaderCircle, ink: 'border-accent bg-accent-soft text-accent', said: 'under way' },
  ahead: { icon: CircleDashed, ink: 'border-line-strong text-faint', said: 'to come' },
  short: { icon: X, ink: 'border-bad bg-bad-soft text-bad', said: 'not reached' },
  undone: { icon: CircleSlash, ink: 'border-attention bg-attention-soft text-attention', said: 'undone since' },
  none: { icon: Minus, ink: 'border-line-strong text-faint', said: 'not needed' },
}

/** Requested, approved, applied, confirmed, contained: side by side where there is room, else under each other. */
export function StageList({ stages, narrow }: { stages: readonly Stage[]; narrow?: boolean }) {
  return (
    <ol aria-label="Stages" className={cx('flex', narrow ? 'flex-col' : 'max-md:flex-col')}>
      {stages.map((stage) => {
        const { icon: Icon, ink, said } = looks[stage.state]
        return (
          <li
            key={stage.id}
            className={cx(
              'group relative flex min-w-0 flex-1 gap-2.5',
              narrow ? 'pb-3' : 'max-md:pb-3 md:flex-col md:pr-3',
            )}
          >
            <span
              aria-hidden
              className={cx(
                'absolute bg-line-strong group-last:hidden',
                narrow
                  ? 'top-6 bottom-0 left-[0.7rem] w-px'
                  : 'max-md:top-6 max-md:bottom-0 max-md:left-[0.7rem] max-md:w-px md:top-[0.7rem] md:right-1 md:left-7 md:h-px',
              )}
            />
            <span className={cx('flex size-6 shrink-0 items-center justify-center rounded-full border', ink)}>
              <Icon aria-hidden className="size-3.5" />
            </span>
            <div className="min-w-0">
              <p className={cx('font-medium', stage.state === 'ahead' || stage.state === 'none' ? 'text-muted' : null)}>
                {stage.word}
                <span className="sr-only">: {said}</span>
              </p>
              <p className="text-xs text-muted">
                {stage.at ? (
                  <span className="block">
                    {stage.decideAt === undefined ? null : 'since '}
                    <AbsoluteTime at={stage.at} precision="second" />
                  </span>
                ) : null}
                {stage.decideAt ? (
                  <span className="block">
                    decided at <AbsoluteTime at={stage.decideAt} precision="second" />
                  </span>
                ) : null}
                {stage.by ? (
                  <span className="block">
                    {stage.by}
                    {stage.at ? (
                      <>
                        , <RelativeTime at={stage.at} />
                      </>
                    ) : null}
                  </span>
                ) : null}
                {stage.detail ? <span className="block break-words">{stage.detail}</span> : null}
              </p>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
