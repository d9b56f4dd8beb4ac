import { formatCount, formatShare, plural } from '#components/ui/format.ts'
import { span } from '#components/ui/format-time.ts'
import type { DeploymentCounts, DeploymentSummary, ExecutionStatus } from '#contract/deployments.ts'
import { executionWords } from './words.ts'

export type Part = {
  key: keyof DeploymentCounts
  status: ExecutionStatus
  word: string
  count: number
  /** Classes of its ground in a bar. */
  fill: string
}

// Best first, then what is to come, then what went wrong, then what was called off.
const order: readonly Omit<Part, 'word' | 'count'>[] = [
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
    return count > 0 ? [{ ...one, word: executionWords[one.status].word, count }] : []
  })
}

/** Devices that ended without it, by failure, timer or refusal. */
export const failuresOf = ({ failed, timedOut, rejected }: DeploymentCounts) => failed + timedOut + rejected

/** Devices that may still get it. */
export const openOf = ({ queued, inProgress }: DeploymentCounts) => queued + inProgress

/** "12 failed, 3 timed out": what went wrong, or nothing. */
function failuresInWords(counts: DeploymentCounts): string {
  return partsOf(counts)
    .filter(({ key }) => key === 'failed' || key === 'timedOut' || key === 'rejected')
    .map(({ count, word }) => `${formatCount(count)} ${word.toLowerCase()}`)
    .join(', ')
}

type Counted = Pick<DeploymentSummary, 'counts' | 'total' | 'stalled'>

/** Where it stands, by its counts alone. */
export function standingInWords({ counts, total, stalled }: Counted): string {
  if (total === 0) return 'No device has been given it yet.'
  const wrong = failuresInWords(counts)
  const left = openOf(counts)
  const off = counts.canceled + counts.removed
  return [
    `${formatCount(counts.succeeded)} of ${plural(total, 'device')} (${formatShare(counts.succeeded, total)}) succeeded`,
    wrong && `, ${wrong}`,
    off > 0 && `, ${formatCount(off)} called off`,
    left > 0 && `; ${formatCount(left)} still to come`,
    stalled > 0 && `, ${stalled === left ? 'none of which gets on' : `${formatCount(stalled)} of them stalled`}`,
    '.',
  ]
    .filter(Boolean)
    .join('')
}

/** What AWS's own word hides, where it says less than the counts. */
export function awsSays({ awsStatus, health }: Pick<DeploymentSummary, 'awsStatus' | 'health'>): string | undefined {
  const over = awsStatus === 'COMPLETED'
  if (!over || health === 'succeeded') return undefined
  return 'AWS calls it COMPLETED, which says only that no device is left to wait for.'
}

/** When it will be through; "cannot be told" is an answer. */
export function etaInWords({ etaS, counts }: Pick<DeploymentSummary, 'etaS' | 'counts'>): string | undefined {
  if (openOf(counts) === 0) return undefined
  return etaS === null ? 'cannot be told' : `in about ${span(Math.max(60, etaS) * 1000)}`
}
