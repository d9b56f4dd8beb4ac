import { formatCount } from '#components/ui/format.ts'
import { actions } from '#contract/actions.ts'
import type { Run, RunTarget, TargetState } from '#contract/response.ts'
import { duration } from '../words.ts'

type Step = {
  id: 'requested' | 'applied' | 'confirmed' | 'contained'
  word: string
  /** ahead: not begun; now: under way; short: it came to its end without all of them. */
  state: 'done' | 'now' | 'ahead' | 'short'
  /** Measured from the request, or its approval; null while not reached or not measured. */
  seconds: number | null
  /** "3 of 12" where there are several. */
  count: string | null
  /** When a proof that has begun will have lasted long enough. */
  decideAt?: string | null | undefined
}

const reached: Record<Rung, readonly TargetState[]> = {
  applied: ['applied', 'confirmed', 'proving', 'contained', 'not-contained', 'unproved', 'undone'],
  confirmed: ['confirmed', 'proving', 'contained', 'not-contained', 'unproved', 'undone'],
  contained: ['contained'],
}

/** Milliseconds since the epoch from which a run's times are measured; null before it was asked for. */
export function begunAt({ requestedAt, decidedAt }: Pick<Run, 'requestedAt' | 'decidedAt'>) {
  const at = decidedAt ?? requestedAt
  return at === null ? null : Date.parse(at)
}

/** Whether anything is still expected of a run's targets; a contained one may be looked at again for a while. */
export function isSettled({ action, state, counts }: Pick<Run, 'action' | 'state' | 'counts'>) {
  if (!['queued', 'running', 'watching', 'awaiting-approval'].includes(state)) return true
  if (state !== 'watching') return false
  const open: TargetState[] = ['pending', 'applying', 'applied', 'proving', 'not-contained']
  if (actions[action].contains) open.push('confirmed')
  return open.every((one) => (counts[one] ?? 0) === 0)
}

/** Whether nothing of a run is left but that what was not seen with a session has to stay so for a while. */
export function isOnlyProved({ counts }: Pick<Run, 'counts'>) {
  const others: TargetState[] = ['pending', 'applying', 'applied', 'confirmed', 'not-contained']
  return (counts.proving ?? 0) > 0 && others.every((one) => (counts[one] ?? 0) === 0)
}

/** How long until then, in words that follow "decided"; a clock that runs ahead is not believed. */
export function decidedIn(decideAt: string | null | undefined, nowMs: number) {
  if (!decideAt) return 'once its record is read'
  const seconds = Math.ceil((Date.parse(decideAt) - nowMs) / 1000)
  return seconds > 0 ? `in ${duration(seconds).replace('.0', '')}` : 'at the next look'
}

/** Requested, applied, confirmed and, for what keeps a device out, contained: each with its measured time. */
export function ladderOf(run: Run, one: RunTarget | undefined): Step[] {
  const begun = begunAt(run)
  const skipped = run.counts.skipped ?? 0
  const whole = run.targets - skipped
  const waits = run.state === 'awaiting-approval'
  const over = !['queued', 'running', 'watching', 'awaiting-approval'].includes(run.state)
  const since = (at: string | null | undefined) => (at && begun !== null ? (Date.parse(at) - begun) / 1000 : null)
  const rungs = (['applied', 'confirmed', 'contained'] as const).filter(
    (id) => id !== 'contained' || actions[run.action].contains,
  )
  const steps: Step[] = [
    { id: 'requested', word: 'Requested', state: begun === null ? 'now' : 'done', seconds: null, count: null },
  ]
  for (const id of rungs) {
    const there = reached[id].reduce((sum, state) => sum + (run.counts[state] ?? 0), 0)
    const before = steps.at(-1)?.state
    const done = whole > 0 && there >= whole
    const state = done ? 'done' : over || before === 'short' ? 'short' : before === 'done' && !waits ? 'now' : 'ahead'
    const isProved = id === 'contained' && state === 'now' && isOnlyProved(run)
    const measured = whole === 1 && one ? since(timeOf(one, id)) : wholeTime(run, id, since)
    steps.push({
      id,
      word: id === 'contained' && run.counts.undone ? 'Undone' : isProved ? 'Being proved' : words[id],
      state,
      seconds: done ? measured : null,
      count: whole > 1 && begun !== null && !waits ? `${formatCount(there)} of ${formatCount(whole)}` : null,
      ...(isProved && { decideAt: run.proving?.decideAt }),
    })
  }
  return steps
}

const words = { applied: 'Applied', confirmed: 'Confirmed', contained: 'Contained' }

type Rung = 'applied' | 'confirmed' | 'contained'

function timeOf(target: RunTarget, id: Rung) {
  if (id === 'applied') return target.appliedAt
  return id === 'confirmed' ? target.confirmedAt : target.containedAt
}

function wholeTime(run: Run, id: Rung, since: (at: string | null) => number | null) {
  if (id === 'applied') return null
  return id === 'confirmed' ? since(run.appliedAt) : run.containedInS
}
