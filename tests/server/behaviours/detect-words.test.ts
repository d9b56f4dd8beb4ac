import { expect, test } from 'vitest'
import { detectLimit, detectValue } from '#server/behaviours/detect-words.ts'

test.each([
  [{ count: 1234 }, 'aws:num-disconnects', /^1,234 /],
  [{ ports: [23, 5555] }, 'aws:listening-tcp-ports', /^23, 5555$/],
  [{ cidrs: ['10.0.0.0/8'] }, 'aws:destination-ip-addresses', /^10\.0\.0\.0\/8$/],
  [{ number: 1.5 }, 'my-metric', /^1\.5$/],
  [{ ports: [] }, 'aws:listening-tcp-ports', /^none$/],
])('%j is said without its JSON', (value, metric, said) => expect(detectValue(value, metric)).toMatch(said))

test.each([
  [{ comparisonOperator: 'less-than-equals', value: { count: 20 } }, 'at most 20'],
  [{ comparisonOperator: 'in-port-set', value: { ports: [443] } }, 'only 443'],
  [{ comparisonOperator: 'less-than', statisticalThreshold: { statistic: 'p99' } }, 'less than p99 of the group'],
  [{ mlDetectionConfig: { confidenceLevel: 'HIGH' } }, 'what its model has learned'],
])('what is held against %j is said in words', (criteria, said) => expect(detectLimit(criteria, 'mine')).toBe(said))

test.each([null, 'x', {}, { comparisonOperator: 'less-than' }])('of %j nothing is said', (raw) => {
  expect([detectValue(raw, 'mine'), detectLimit(raw, 'mine')]).toEqual([null, null])
})
