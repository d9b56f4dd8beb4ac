import { formatCount } from '#components/ui/format.ts'
import { actions } from '#contract/actions.ts'
import type { Run, RunTarget, TargetState } from '#contract/response.ts'
import { begunAt, isOnlyProved } from '../act/progress.ts'

export type Stage = {
  id: 'requested' | 'approved' | 'applied' | 'confirmed' | 'contained'
  word: string
  /** short: it ended without getting there; undone: it got there, and was taken back; none: not part of this run. */
  state: 'done' | 'now' | 'ahead' | 'short' | 'undone' | 'none'
  /** ISO 8601; null when not reached, or reached at a time nobody measured. */
  at: string | null
  by: string | null
  /** "3 of 12", or why it is as it is. */
  detail: string | null
  /** Of a proof that has begun: when it will have lasted long enough; null: that is not known yet. */
  decideAt?: string | null
}

const underWay = ['queued', 'running', 'watching']
const reached: Record<'applied' | 'confirmed' | 'contained', readonly TargetState[]> = {
  applied: ['applied', 'confirmed', 'proving', 'contained', 'not-contained', 'unproved', 'undone'],
  confirmed: ['confirmed', 'proving', 'contained', 'not-contained', 'unproved', 'undone'],
  contained: ['contained'],
}

/** Who can still get there. */
const waitStates: typeof reached = {
  applied: ['pending', 'applying'],
  confirmed: ['pending', 'applying', 'applied'],
  contained: ['pending', 'applying', 'applied', 'confirmed', 'proving', 'not-contained'],
}

/** From the request to its proof, stage by stage, with when and by whom. `one` is the target of a run that has one. */
export function stagesOf(run: Run, one?: RunTarget): Stage[] {
  const requested: Stage = {
    id: 'requested',
    word: 'Requested',
    state: run.requestedAt ? 'done' : run.state === 'cancelled' ? 'short' : 'ahead',
    at: run.requestedAt,
    by: run.requestedAt ? run.by.name : null,
    detail: run.requestedAt ? null : (unasked[run.state] ?? null),
  }
  const approved = approvalStage(run)
  const stages = [requested, approved]
  const ids = ['applied', 'confirmed', 'contained'] as const
  for (const id of ids)
    if (id !== 'contained' || actions[run.action].contains) stages.push(callStage(run, id, one, stages))
  return stages
}

const unasked: Partial<Record<Run['state'], string>> = {
  planning: 'The plan is being made',
  planned: 'Only a plan so far',
  'plan-failed': 'There is no plan to ask for',
  cancelled: 'Never asked for',
}

function approvalStage(run: Run): Stage {
  const stage = { id: 'approved' as const, word: 'Approved', at: run.decidedAt, by: run.decidedBy?.name ?? null }
  const { state } = run
  if (state === 'awaiting-approval') return { ...stage, state: 'now', detail: 'Waits for a second person' }
  if (state === 'rejected') return { ...stage, word: 'Rejected', state: 'short', detail: run.decisionNote }
  if (state === 'expired')
    return { ...stage, state: 'short', at: run.approvalExpiresAt, detail: 'Nobody decided in time' }
  if (run.decidedAt) return { ...stage, state: 'done', detail: run.decisionNote }
  if (!run.requestedAt)
    return { ...stage, state: 'ahead', detail: run.plan?.guards.approval ? 'A second person will decide' : null }
  if (run.approvalExpiresAt) return { ...stage, state: 'short', detail: 'It ended before anybody decided' }
  return { ...stage, state: 'none', detail: 'No second person was needed' }
}

function callStage(
  run: Run,
  id: 'applied' | 'confirmed' | 'contained',
  one: RunTarget | undefined,
  before: Stage[],
): Stage {
  const whole = run.targets - (run.counts.skipped ?? 0)
  const there = reached[id].reduce((sum, state) => sum + (run.counts[state] ?? 0), 0)
  const done = whole > 0 && there >= whole
  const back = run.counts.undone ?? 0
  if (id === 'contained' && back > 0) return undoneStage(run, { whole, there, back, one })
  const earlier = before.at(-1)
  const open = underWay.includes(run.state)
  const left = waitStates[id].reduce((sum, one) => sum + (run.counts[one] ?? 0), 0)
  // What failed never gets there, however long the others are watched.
  const lost = run.state === 'watching' && left === 0
  const over = (!open && run.requestedAt !== null && !waits(run)) || lost
  const state = done ? 'done' : over ? 'short' : open && mayBegin(earlier) ? 'now' : 'ahead'
  if (id === 'contained' && state === 'now' && run.proving && isOnlyProved(run))
    return {
      ...{ id, state, word: 'Being proved', at: run.proving.since, by: null, decideAt: run.proving.decideAt },
      detail: whole > 1 ? `${formatCount(there)} of ${formatCount(whole)} contained` : null,
    }
  return {
    id,
    word: words[id],
    state,
    at: done ? timeOf(run, id, whole === 1 ? one : undefined) : null,
    by: null,
    detail: whole > 1 && run.requestedAt && !waits(run) ? `${formatCount(there)} of ${formatCount(whole)}` : null,
  }
}

function undoneStage(
  run: Run,
  { whole, there, back, one }: { whole: number; there: number; back: number; one: RunTarget | undefined },
): Stage {
  const detail =
    whole > 1 ? `${formatCount(there)} of ${formatCount(whole)}; ${formatCount(back)} undone since` : 'Undone since'
  return {
    id: 'contained',
    word: words.contained,
    state: 'undone',
    at: timeOf(run, 'contained', one),
    by: null,
    detail,
  }
}

const words = { applied: 'Applied', confirmed: 'Confirmed', contained: 'Contained' }
const waits = ({ state }: Run) => state === 'awaiting-approval'
// An approval that was not needed, and targets that failed, hold the others up no more.
const mayBegin = (stage: Stage | undefined) => stage !== undefined && stage.state !== 'now' && stage.state !== 'ahead'

function timeOf(run: Run, id: 'applied' | 'confirmed' | 'contained', one: RunTarget | undefined): string | null {
  if (id === 'applied') return one?.appliedAt ?? null
  if (id === 'confirmed') return one?.confirmedAt ?? run.appliedAt
  const begun = begunAt(run)
  if (one?.containedAt || run.containedInS === null || begun === null) return one?.containedAt ?? null
  return new Date(begun + run.containedInS * 1000).toISOString()
}
