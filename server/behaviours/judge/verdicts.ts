import type { Behaviour } from '#contract/behaviours.ts'
import {
  baselineLimit,
  baselineOf,
  isBeyond,
  type Limit,
  percentileLimit,
  staticLimit,
  strangers,
} from '../criteria.ts'
import { metrics } from '../metrics.ts'
import type { Measured } from './measure.ts'

/** Whether a device was beyond what is normal, what it did and what that was held against, in words. */
export type Verdict = { device: string; beyond: boolean; value: string; limit: string }

/**
 * Judges what devices did. Of a baseline, devices with too little history have no verdict; `histories` is asked only of
 * those that did something.
 */
export function verdicts(
  behaviour: Behaviour,
  measured: readonly Measured[],
  histories: ReadonlyMap<string, readonly number[]>,
): Verdict[] {
  const { criteria, metric } = behaviour
  const { unit } = metrics[metric]
  if (criteria.kind === 'static') {
    const limit = staticLimit(criteria)
    return limit
      ? measured.flatMap((one) => judged(one, limit, unit, ''))
      : measured.flatMap(({ device, items }) => {
          if (!items) return []
          const odd = strangers(items, criteria)
          const named = criteria.operator.startsWith('not-') ? 'none of' : 'only'
          return {
            device,
            beyond: odd.length > 0,
            value: listed(odd.length > 0 ? odd : items),
            limit: `${named} ${listed(criteria.values)}`,
          }
        })
  }
  if (criteria.kind === 'percentile') {
    const limit = percentileLimit(criteria, percentileOf(measured, criteria.percentile))
    return measured.flatMap((one) =>
      judged(one, limit, unit, `, percentile ${criteria.percentile} of ${measured.length} devices`),
    )
  }
  return measured.flatMap((one) => {
    const history = histories.get(one.device) ?? []
    const baseline = baselineOf(history)
    if (!baseline) return []
    const said = `, its median of ${history.length} windows is ${rounded(baseline.median)} ± ${rounded(baseline.deviation)}`
    return judged(one, baselineLimit(criteria, baseline), unit, said)
  })
}

function judged({ device, value }: Measured, limit: Limit, unit: string, said: string): Verdict[] {
  if (value === null) return []
  const words = {
    'less-than': 'less than',
    'less-than-equals': 'at most',
    'greater-than': 'more than',
    'greater-than-equals': 'at least',
  }
  return [
    {
      device,
      beyond: isBeyond(value, limit),
      value: `${rounded(value)} ${unit}`,
      limit: `${words[limit.operator]} ${rounded(limit.value)} ${unit}${said}`,
    },
  ]
}

// Nearest rank.
function percentileOf(measured: readonly Measured[], percentile: number): number {
  const sorted = measured.flatMap(({ value }) => (value === null ? [] : [value])).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((percentile / 100) * sorted.length) - 1))] ?? 0
}

const rounded = (value: number) => Number(value.toPrecision(6)).toLocaleString('en', { maximumFractionDigits: 1 })
const listed = (items: readonly string[]) =>
  items.length > 10 ? `${items.slice(0, 10).join(', ')} and ${items.length - 10} more` : items.join(', ')
