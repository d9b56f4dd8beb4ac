import { span } from '#components/ui/format-time.ts'
import type { DeploymentCounts, DeploymentSummary, ExecutionStatus } from '#contract/deployments.ts'

export type Part = {
  key: keyof DeploymentCounts
  status: ExecutionStatus
  count: number
  /** Classes of its ground in a bar. */
  fill: string
}

// Best first, then what is to come, then what went wrong, then what was called off.
const order: readonly Omit<Part, 'count'>[] = [
  { key: 'succeeded', status: 'SUCCEEDED', fill: 'fill-ok' },
  { key: 'inProgress', status: 'IN_PROGRESS', fill: 'fill-chart-1' },
  { key: 'queued', status: 'QUEUED', fill: 'fill-line-strong' },
  { key: 'failed', status: 'FAILED', fill: 'fill-bad' },
  { key: 'timedOut', status: 'TIMED_OUT', fill: 'fill-chart-4' },
  { key: 'rejected', status: 'REJECTED', fill: 'fill-chart-5' },
  { key: 'canceled', status: 'CANCELED', fill: 'fill-chart-6' },
  { key: 'removed', status: 'REMOVED', fill: 'fill-chart-3' },
]

/** How many devices are where; states that no device is in are left out. */
export function partsOf(counts: DeploymentCounts): Part[] {
  return order.flatMap((one) => {
    const count = counts[one.key]
    return count > 0 ? [{ ...one, count }] : []
  })
}

/** Devices that ended without it, by failure, timer or refusal. */
export const failuresOf = ({ failed, timedOut, rejected }: DeploymentCounts) => failed + timedOut + rejected

/** Devices that may still get it. */
export const openOf = ({ queued, inProgress }: DeploymentCounts) => queued + inProgress

/** When it will be through; "cannot be told" is an answer. */
export function etaInWords({ etaS, counts, stalled }: Pick<DeploymentSummary, 'etaS' | 'counts' | 'stalled'>) {
  if (openOf(counts) === 0) return undefined
  if (etaS === null) return 'cannot be told'
  return `in about ${span(Math.max(60, etaS) * 1000)}${stalled > 0 ? ', for those that get on' : ''}`
}
