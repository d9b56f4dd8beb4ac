import type { Run, TargetState } from '#contract/response.ts'
import { isSettled } from '../act/progress.ts'

export type Part = { state: TargetState; count: number; ink: Ink }
export type Ink = 'ok' | 'attention' | 'bad' | 'unknown' | 'accent' | 'edge' | 'line'

/** From what is proved to what has not begun: the order of the parts of a run's bar. */
const order: readonly (readonly [TargetState, Ink])[] = [
  ['contained', 'ok'],
  ['proving', 'accent'],
  ['confirmed', 'ok'],
  ['applied', 'accent'],
  ['applying', 'accent'],
  ['unproved', 'unknown'],
  ['undone', 'attention'],
  ['not-contained', 'bad'],
  ['failed', 'bad'],
  ['skipped', 'edge'],
  ['not-started', 'edge'],
  ['pending', 'line'],
  ['planned', 'line'],
]

/** The parts of a run's bar that have any targets. */
export function partsOf({ counts }: Pick<Run, 'counts'>): Part[] {
  return order.flatMap(([state, ink]) => {
    const count = counts[state] ?? 0
    return count > 0 ? [{ state, count, ink }] : []
  })
}

/**
 * Seconds until the last call is made, from how fast it went so far; the plan's arithmetic until there is enough to
 * measure. null when nothing is to be expected: not started, over, or every call made.
 */
export function secondsLeft(run: Pick<Run, 'state' | 'counts' | 'targets' | 'startedAt' | 'plan'>, nowMs: number) {
  if (run.state !== 'running' || !run.startedAt) return null
  const open = (run.counts.pending ?? 0) + (run.counts.applying ?? 0)
  if (open === 0) return null
  const whole = run.targets - (run.counts.skipped ?? 0)
  const ended = whole - open
  const elapsed = (nowMs - Date.parse(run.startedAt)) / 1000
  const planned = run.plan?.seconds ?? null
  if (ended <= 0 || elapsed < 2) return planned === null ? null : Math.max(0, planned - elapsed)
  return (open * elapsed) / ended
}

/** Seconds since its first call, up to its end; null before, and while nothing is left to measure but its watch. */
export function secondsElapsed(
  run: Pick<Run, 'startedAt' | 'finishedAt' | 'action' | 'state' | 'counts'>,
  nowMs: number,
) {
  const { startedAt, finishedAt } = run
  if (!startedAt || (!finishedAt && isSettled(run))) return null
  return Math.max(0, ((finishedAt ? Date.parse(finishedAt) : nowMs) - Date.parse(startedAt)) / 1000)
}

/** How many AWS calls the plan counts. */
export function callsOf({ plan }: Pick<Run, 'plan'>) {
  return plan?.calls.reduce((sum, { count }) => sum + count, 0) ?? null
}
