import { z } from 'zod'
import type { BehaviourMetric } from '#contract/behaviours.ts'
import { operatorWords } from '#contract/operator-words.ts'
import { metrics } from './metrics.ts'

const texts = z.array(z.coerce.string()).optional().catch(undefined)
const number = z.number().optional().catch(undefined)
/** AWS's MetricValue: one of its fields is filled. */
const metricValue = z.object({
  ...{ count: number, number, numbers: texts, ports: texts, cidrs: texts, strings: texts },
})
const criteria = z.object({
  comparisonOperator: z.string().optional(),
  value: z.unknown().optional(),
  statisticalThreshold: z.object({ statistic: z.string().optional() }).optional().catch(undefined),
  mlDetectionConfig: z.object({ confidenceLevel: z.string().optional() }).optional().catch(undefined),
})

/** What Detect measured, in words; null: it did not say. */
export function detectValue(raw: unknown, metric: string): string | null {
  const { data } = metricValue.safeParse(raw)
  if (!data) return null
  const { count, number, numbers, ports, cidrs, strings } = data
  const one = count ?? number
  const unit = metric in metrics ? ` ${metrics[metric as BehaviourMetric].unit}` : ''
  if (one !== undefined) return `${one.toLocaleString('en')}${unit.trimEnd()}`
  const items = ports ?? cidrs ?? strings ?? numbers
  return items ? items.join(', ') || 'none' : null
}

/** What Detect holds it against, in words; null: it did not say, or in words nobody here knows. */
export function detectLimit(raw: unknown, metric: string): string | null {
  const { data } = criteria.safeParse(raw)
  if (!data) return null
  const { comparisonOperator = '', value, statisticalThreshold, mlDetectionConfig } = data
  if (mlDetectionConfig) return 'what its model has learned'
  const operator = operatorWords[comparisonOperator] ?? comparisonOperator
  if (statisticalThreshold?.statistic) return `${operator} ${statisticalThreshold.statistic} of the group`.trimStart()
  const said = detectValue(value, metric)
  return said === null ? null : `${operator} ${said}`.trimStart()
}
