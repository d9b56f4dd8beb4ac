import type { DeploymentCounts, DeploymentHealth } from '#contract/deployments.ts'

/** What of a deployment decides how it goes. */
export type Judged = {
  awsStatus: string
  counts: DeploymentCounts
  /** Whether its counts were ever read. */
  counted: boolean
  /** Whether a later one of the same target took its place. */
  superseded: boolean
  /** Executions that do not get on and should. */
  stalled: number
}

const canceled = ['CANCELED', 'DELETION_IN_PROGRESS']

/**
 * How it goes, by its counts: AWS calls a job COMPLETED when nothing of it is open, whatever became of it. While devices
 * are open, failures weigh more than stalls; `failingPercent`: so many of those that ended must have failed.
 */
export function healthOf(
  { awsStatus, counts, counted, superseded, stalled }: Judged,
  failingPercent: number,
): DeploymentHealth {
  const open = counts.queued + counts.inProgress
  const bad = counts.failed + counts.timedOut + counts.rejected
  const good = counts.succeeded
  if (canceled.includes(awsStatus)) return 'canceled'
  if (awsStatus === 'SCHEDULED') return 'scheduled'
  if (open > 0) {
    if (superseded || awsStatus === 'INACTIVE') return 'canceled'
    if (bad > 0 && bad * 100 >= (bad + good) * failingPercent) return 'failing'
    return stalled > 0 ? 'stalled' : 'running'
  }
  if (bad > 0) return good > 0 ? 'partly' : 'failed'
  if (good > 0) return counts.canceled > 0 ? 'partly' : 'succeeded'
  if (counts.canceled > 0 || superseded || awsStatus === 'INACTIVE') return 'canceled'
  if (awsStatus === 'FAILED') return 'failed'
  // Nobody counted, or nobody there to count: under way it may still come, and once it is over nothing tells.
  return counted && ['IN_PROGRESS', 'ACTIVE'].includes(awsStatus) ? 'running' : 'unknown'
}

/** Counts as they were seen at a time. */
export type Point = { at: Date; ended: number }

const shortestMs = 5 * 60_000

/**
 * Seconds until the last of `open` devices ends at the pace between two looks; null when nobody ended between them, or
 * they are less than five minutes apart: such a pace says nothing.
 */
export function etaOf(open: number, from: Point | null, to: Point): number | null {
  if (open === 0 || from === null) return null
  const passedMs = to.at.getTime() - from.at.getTime()
  const ended = to.ended - from.ended
  if (passedMs < shortestMs || ended <= 0) return null
  return Math.min(Math.ceil((open * passedMs) / ended / 1000), 2 ** 31 - 1)
}
