import { BlockList, isIP } from 'node:net'
import type { BehaviourCriteria } from '#contract/behaviours.ts'

type Criteria<Kind extends BehaviourCriteria['kind']> = Extract<BehaviourCriteria, { kind: Kind }>

/** A limit that a number is held against: normal is what is on this side of it. */
export type Limit = {
  operator: 'less-than' | 'less-than-equals' | 'greater-than' | 'greater-than-equals'
  value: number
}

/** Whether a number is not normal. */
export function isBeyond(value: number, { operator, value: limit }: Limit): boolean {
  if (operator === 'less-than') return value >= limit
  if (operator === 'less-than-equals') return value > limit
  return operator === 'greater-than' ? value <= limit : value < limit
}

/** The number that static criteria are about; null when they are about a set. */
export function staticLimit({ operator, value }: Criteria<'static'>): Limit | null {
  if (operator.endsWith('-set') || value === null) return null
  return { operator: operator as Limit['operator'], value }
}

/** The items of a set that are not normal; none: all is as it should be. */
export function strangers(items: readonly string[], { operator, values }: Criteria<'static'>): string[] {
  const isOneOf = operator.includes('cidr') ? inNetworks(values) : (item: string) => values.includes(item)
  const normalIsIn = operator.startsWith('in-')
  return items.filter((item) => isOneOf(item) !== normalIsIn)
}

function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [base = '', bits] = network.split('/')
    const family = isIP(base)
    if (family === 0) continue
    const type = family === 6 ? 'ipv6' : 'ipv4'
    const longest = family === 6 ? 128 : 32
    const prefix = bits === undefined ? longest : Number(bits)
    if (Number.isInteger(prefix) && prefix >= 0 && prefix <= longest) list.addSubnet(base, prefix, type)
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Makes the median absolute deviation of normally distributed values equal to their standard deviation. */
const madScale = 1.4826
/** Fewer windows of its own say nothing about a device's habit. */
export const leastHistory = 12

export type Baseline = { median: number; deviation: number }

/**
 * A device's own habit: the median of its windows and their median absolute deviation, which outliers do not move.
 * A device that always does the same has no deviation: then a twentieth of the median, and at least 1, counts as one.
 * null with fewer than `leastHistory` windows.
 */
export function baselineOf(history: readonly number[]): Baseline | null {
  if (history.length < leastHistory) return null
  const median = medianOf(history)
  const spread = madScale * medianOf(history.map((value) => Math.abs(value - median)))
  return { median, deviation: Math.max(spread, Math.abs(median) / 20, 1) }
}

/** Where a baseline's normal ends. */
export function baselineLimit({ operator, deviations }: Criteria<'baseline'>, { median, deviation }: Baseline): Limit {
  return operator === 'less-than'
    ? { operator: 'less-than-equals', value: median + deviations * deviation }
    : { operator: 'greater-than-equals', value: median - deviations * deviation }
}

/** Where a percentile's normal ends: the value that so many of the group stay at or below. */
export function percentileLimit({ operator }: Criteria<'percentile'>, value: number): Limit {
  return operator === 'less-than' ? { operator: 'less-than-equals', value } : { operator: 'greater-than-equals', value }
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
