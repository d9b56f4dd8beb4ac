import { formatCount, formatShare, plural } from '#components/ui/format.ts'
import type { DeploymentCounts, DeploymentSummary } from '#contract/deployments.ts'
import { openOf, partsOf } from './counts.ts'
import { executionWords } from './execution-words.ts'

/** "12 failed, 3 timed out": what went wrong, or nothing. */
function failuresInWords(counts: DeploymentCounts): string {
  return partsOf(counts)
    .filter(({ key }) => key === 'failed' || key === 'timedOut' || key === 'rejected')
    .map(({ count, status }) => `${formatCount(count)} ${executionWords[status].word.toLowerCase()}`)
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
    stalled > 0 && `, ${stalled >= left ? 'none of which gets on' : `${formatCount(stalled)} of them stalled`}`,
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
