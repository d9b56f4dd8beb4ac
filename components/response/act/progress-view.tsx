'use client'

import { Check, CircleDashed, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cx } from '#components/ui/cx.ts'
import { Notice } from '#components/ui/error-state.tsx'
import { AbsoluteTime } from '#components/ui/time.tsx'
import { actions } from '#contract/actions.ts'
import type { Run, RunTarget } from '#contract/response.ts'
import { RunBadge } from '../badges.tsx'
import { Refused } from '../refused.tsx'
import { countsInWords, duration, nameOf } from '../words.ts'
import { Differences } from './changed.tsx'
import { begunAt, decidedIn, isSettled, ladderOf } from './progress.ts'

/** A run as it goes: each stage with its measured time, and what is to be done when it does not get there. */
export function ProgressView({ run, targets }: { run: Run; targets: readonly RunTarget[] }) {
  const one = run.targets === 1 ? targets[0] : undefined
  const steps = ladderOf(run, one)
  const elapsed = useElapsed(begunAt(run), !isSettled(run) && run.state !== 'awaiting-approval')
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2">
        <RunBadge run={run} />
        {run.containedInS === null || run.undone || run.counts.undone ? null : (
          <span className="font-medium tabular-nums">{duration(run.containedInS)} from the request to containment</span>
        )}
        {run.targets > 1 ? <span className="text-muted">{countsInWords(run.counts)}</span> : null}
      </p>
      <ol className="grid gap-2 sm:grid-flow-col sm:auto-cols-fr">
        {steps.map(({ id, word, state, seconds, count, decideAt }) => (
          <li
            key={id}
            aria-current={state === 'now' ? 'step' : undefined}
            className={cx(
              'flex items-start gap-2 rounded-md border px-3 py-2',
              state === 'now' ? 'border-accent bg-accent-soft' : 'border-line',
            )}
          >
            {icons[state]}
            <span className="min-w-0">
              <span className={cx('block font-medium', state === 'ahead' && 'text-muted')}>
                {state === 'short' && word === 'Contained' ? 'Not contained' : word}
              </span>
              <span className="block text-xs text-muted tabular-nums">
                {seconds !== null
                  ? `after ${duration(seconds)}`
                  : decideAt !== undefined
                    ? `decided ${decidedIn(decideAt, (begunAt(run) ?? 0) + (elapsed ?? 0) * 1000)}`
                    : state === 'now' && elapsed !== null
                      ? `${duration(elapsed)} so far`
                      : id === 'requested' && state === 'done'
                        ? `by ${run.by.name}`
                        : (count ?? stateWords[state])}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <Standing run={run} one={one} />
      <Failures run={run} targets={targets} />
    </div>
  )
}

const icons = {
  done: <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />,
  now: (
    <LoaderCircle aria-hidden className="mt-0.5 size-4 shrink-0 animate-spin text-accent motion-reduce:animate-none" />
  ),
  ahead: <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />,
  short: <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-attention" />,
}
const stateWords = { done: 'done', now: 'under way', ahead: 'to come', short: 'not by all' }

/** The fact behind where it stands, and what to do about it. */
function Standing({ run, one }: { run: Run; one: RunTarget | undefined }) {
  if (run.state === 'awaiting-approval')
    return (
      <p>
        Nothing happens until somebody else approves it.
        {run.approvalExpiresAt ? (
          <>
            {' '}
            It expires at <AbsoluteTime at={run.approvalExpiresAt} />.
          </>
        ) : null}
      </p>
    )
  if (run.differences && run.differences.length > 0) return <Differences of={run.differences} />
  if (run.stopReason) return <p className="font-medium">{run.stopReason}</p>
  const adrift = (run.counts['not-contained'] ?? 0) > 0
  return (
    <>
      {one?.observation ? <p className="break-words">{one.observation}</p> : null}
      {one ? <Refused target={one} /> : null}
      {adrift || run.overLimit ? <NotOut run={run} /> : null}
      {(run.counts.proving ?? 0) > 0 ? (
        <p className="text-muted">
          Contained is said once no look has seen a session for the whole settling time, with what keeps it out still in
          place. You need not wait here.
        </p>
      ) : null}
      {(run.counts.unproved ?? 0) > 0 ? (
        <p className="text-muted">
          Every call is confirmed, but nothing shows that {run.targets === 1 ? 'it is' : 'all are'} out. Look at the
          device itself, or at the logs.
        </p>
      ) : null}
    </>
  )
}

function NotOut({ run }: { run: Run }) {
  return (
    <div className="overflow-hidden rounded-md">
      <Notice tone={run.overLimit ? 'bad' : 'attention'}>
        {run.overLimit ? `Longer than the limit of ${duration(run.containmentLimitS)}. ` : ''}
        AWS may take minutes to end a session whose credential is gone. The run goes on looking, and closes the session
        again from time to time, but none that may be another credential’s. If it stays: look for that credential, and
        for the certificates it shares with other things.
      </Notice>
    </div>
  )
}

const shownFailures = 5

function Failures({ run, targets }: { run: Run; targets: readonly RunTarget[] }) {
  const failed = targets.filter(({ state }) => state === 'failed').slice(0, shownFailures)
  if (failed.length === 0) return null
  return (
    <ul className="overflow-hidden rounded-md border border-line">
      {failed.map((target) => (
        <li key={target.n} className="border-b border-line px-3 py-2 last:border-b-0">
          <p className="mono break-all">{nameOf(actions[run.action].target, target.name)}</p>
          <p className="break-words text-bad">{target.error ?? 'AWS gave no reason.'}</p>
          {target.requestId ? <p className="mono text-xs break-all text-muted">Request {target.requestId}</p> : null}
        </li>
      ))}
    </ul>
  )
}

const tickMs = 500

/** Seconds since then, ticking while `running`; null before it began. */
function useElapsed(begun: number | null, running: boolean) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [running])
  return begun === null ? null : Math.max(0, (now - begun) / 1000)
}
