'use client'

import { cx } from '#components/ui/cx.ts'
import { formatCount, plural } from '#components/ui/format.ts'
import { Link } from '#components/ui/link.tsx'
import type { Run, TargetState } from '#contract/response.ts'
import { duration, targetStateWords } from '../words.ts'
import { callsOf, type Ink, partsOf, secondsElapsed, secondsLeft } from './progress-of.ts'

const fills: Record<Ink, string> = {
  ok: 'fill-ok',
  attention: 'fill-attention',
  bad: 'fill-bad',
  unknown: 'fill-unknown',
  accent: 'fill-accent-solid',
  edge: 'fill-edge',
  line: 'fill-line-strong',
}

/** The targets as one bar by state, the counts, and how long it took or will take. Counts lead to their targets. */
export function RunProgress({ run, nowMs, hrefOf }: RunProgressProps) {
  const parts = partsOf(run)
  const elapsed = secondsElapsed(run, nowMs)
  const left = secondsLeft(run, nowMs)
  const calls = callsOf(run)
  const ended = run.targets - (run.counts.pending ?? 0) - (run.counts.applying ?? 0) - (run.counts.planned ?? 0)
  const facts = [
    elapsed === null
      ? null
      : `${duration(elapsed)} ${run.finishedAt ? 'from first call to end' : 'since the first call'}`,
    left === null ? null : `about ${duration(Math.ceil(left))} of calls left`,
    calls === null ? null : `${plural(calls, 'AWS call')} planned`,
  ]
  let from = 0
  return (
    <div>
      <div
        role="progressbar"
        aria-label="Targets that have come to an end"
        aria-valuemin={0}
        aria-valuemax={run.targets}
        aria-valuenow={ended}
        aria-valuetext={`${formatCount(ended)} of ${formatCount(run.targets)}`}
      >
        <svg aria-hidden="true" className="block h-3 w-full rounded-sm">
          <rect width="100%" height="100%" className="fill-line" />
          {parts.map(({ state, count, ink }) => {
            const x = from
            from += (count / run.targets) * 100
            return (
              <rect
                key={state}
                x={`${x}%`}
                width={`${from - x}%`}
                height="100%"
                className={cx(fills[ink], 'stroke-surface')}
              />
            )
          })}
        </svg>
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        {parts.map(({ state, count, ink }) => (
          <li key={state}>
            <Part state={state} count={count} ink={ink} href={hrefOf(state)} />
          </li>
        ))}
      </ul>
      {facts.some(Boolean) ? (
        <p className="mt-1 text-xs text-muted tabular-nums">{facts.filter(Boolean).join(' · ')}</p>
      ) : null}
    </div>
  )
}
type RunProgressProps = { run: Run; nowMs: number; hrefOf: (state: TargetState) => string }

function Part({ state, count, ink, href }: PartProps) {
  const { word, meaning } = targetStateWords[state]
  return (
    <Link
      href={href}
      data-tip={meaning}
      className="inline-flex min-h-6 items-center gap-1.5 rounded-sm hover:underline"
    >
      <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
        <rect width="10" height="10" rx="2" className={fills[ink]} />
      </svg>
      <span className="font-semibold tabular-nums">{formatCount(count)}</span> {word.toLowerCase()}
    </Link>
  )
}
type PartProps = { state: TargetState; count: number; ink: Ink; href: string }
