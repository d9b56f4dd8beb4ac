import type { Fleet } from '../../fleet/fleet.ts'
import type { Thing } from '../../fleet/thing.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { required } from '../check.ts'
import type { IotHandlers } from './handlers.ts'
import { groupNamesOf } from './memberships.ts'
import { compileThingQuery } from './search/compile.ts'
import type { FieldValue } from './search/evaluate.ts'
import { thingFields } from './search/thing-fields.ts'
import { requireIndex } from './search.ts'

const maxBuckets = 10_000
const defaultBuckets = 10

/** Counting over the fleet index. */
export const aggregations: IotHandlers = {
  GetStatistics({ indexName, queryString, aggregationField }, { fleet }) {
    requireIndex(fleet, indexName)
    const things = matching(fleet, queryString)
    if (aggregationField === undefined) return { statistics: { count: things.length } }
    const values = valuesOf(fleet, things, aggregationField)
    const numbers = values.map(Number).filter((value) => !Number.isNaN(value))
    return { statistics: numbers.length ? describeNumbers(numbers) : { count: values.length } }
  },

  GetCardinality({ indexName, queryString, aggregationField }, { fleet }) {
    requireIndex(fleet, indexName)
    const field = required(aggregationField, 'aggregationField')
    return { cardinality: new Set(valuesOf(fleet, matching(fleet, queryString), field)).size }
  },

  GetBucketsAggregation({ indexName, queryString, aggregationField, bucketsAggregationType }, { fleet }) {
    requireIndex(fleet, indexName)
    const limit = bucketsAggregationType?.termsAggregation?.maxBuckets ?? defaultBuckets
    if (limit < 1 || limit > maxBuckets) {
      throw new AwsError('InvalidAggregationException', `maxBuckets must be between 1 and ${maxBuckets}`)
    }
    const counts = new Map<string, number>()
    const values = valuesOf(fleet, matching(fleet, queryString), required(aggregationField, 'aggregationField'))
    for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1)
    const buckets = [...counts].map(([keyValue, count]) => ({ keyValue, count }))
    buckets.sort((a, b) => b.count - a.count || (a.keyValue < b.keyValue ? -1 : 1))
    return { totalCount: values.length, buckets: buckets.slice(0, limit) }
  },
}

function matching(fleet: Fleet, query: string | undefined): Thing[] {
  const { test, range } = compileThingQuery(fleet, required(query, 'queryString'))
  return fleet.things.items.slice(...range).filter(test)
}

function valuesOf(fleet: Fleet, things: Thing[], field: string): FieldValue[] {
  return things.flatMap(thingFields(fleet, groupNamesOf).named(field))
}

function describeNumbers(numbers: number[]) {
  const count = numbers.length
  const sum = numbers.reduce((total, value) => total + value, 0)
  const sumOfSquares = numbers.reduce((total, value) => total + value * value, 0)
  const average = sum / count
  const variance = numbers.reduce((total, value) => total + (value - average) ** 2, 0) / count
  const [minimum, maximum] = [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))]
  return { count, sum, sumOfSquares, average, variance, stdDeviation: Math.sqrt(variance), minimum, maximum }
}
