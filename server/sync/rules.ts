import type { FeedState } from '#contract/health.ts'

/** What of a feed's row its state depends on. Null: no pass was ever begun. */
export type FeedRow = {
  state: string
  lastOutcome: string | null
  lastSuccessAt: Date | null
  lastFinishedAt: Date | null
  leaseUntil: Date | null
}

const periodsUntilStale = 3

/**
 * How a feed stands. A pass that a living worker holds is running; then how the last one failed; then whether what it brought is
 * older than three of its periods.
 */
export function feedState(row: FeedRow | null, everyS: number, now: Date): FeedState {
  if (isRunning(row, now)) return 'running'
  if (!row?.lastFinishedAt) return 'never'
  const { lastOutcome } = row
  if (lastOutcome === 'not-permitted' || lastOutcome === 'unavailable' || lastOutcome === 'credentials')
    return lastOutcome
  if (lastOutcome === 'failed') return 'failed'
  return isStale(row.lastSuccessAt, everyS, now) ? 'stale' : 'fresh'
}

/** Whether a worker is at it: one that died leaves its pass behind, and its lease runs out. */
export function isRunning(row: Pick<FeedRow, 'state' | 'leaseUntil'> | null, now: Date): boolean {
  return row?.state === 'running' && row.leaseUntil !== null && row.leaseUntil > now
}

/** Calls a second since a pass began, and how long it will take for the rest; null while there is nothing to go by. */
export function pace(pass: { startedAt: Date; calls: number; callsExpected: number | null }, until: Date) {
  const seconds = (until.getTime() - pass.startedAt.getTime()) / 1000
  if (seconds < 1 || pass.calls === 0) return { callsPerSecond: null, etaS: null }
  const callsPerSecond = pass.calls / seconds
  const left = pass.callsExpected === null ? null : Math.max(0, pass.callsExpected - pass.calls)
  return { callsPerSecond, etaS: left === null ? null : Math.ceil(left / callsPerSecond) }
}

function isStale(lastSuccessAt: Date | null, everyS: number, now: Date): boolean {
  return !lastSuccessAt || now.getTime() - lastSuccessAt.getTime() > periodsUntilStale * everyS * 1000
}
