import { isInBlock } from './addresses.ts'
import type { Condition } from './document.ts'
import { type Certainty, fits, type LookUp, partsOf, standsFor, type Value } from './pattern.ts'

/** Whether one value of a request fits one value of a condition. */
type Test = { negated?: boolean; fits(wanted: string, actual: string, lookUp: LookUp): Certainty }

/**
 * Whether a condition holds ("IAM JSON policy elements: Condition operators"). A key without a value equals nothing and
 * differs from everything, unless the operator ends in IfExists. An operator that is not known is unknown, not untrue.
 */
export function holds({ operator, key, values }: Condition, lookUp: LookUp): Certainty {
  const [, set, name = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
  const actual = lookUp(key)
  if (name === 'Null') return isNull(values, actual)
  const test = tests.get(name)
  if (!test || actual === undefined) return 'unknown'
  const all = actual === null ? [] : typeof actual === 'string' ? [actual] : actual
  if (all.length === 0) return ifExists || set === 'ForAllValues' || (test.negated && !set) ? 'yes' : 'no'
  const each = all.map((one) => againstAll(test, values, one, lookUp))
  return set === 'ForAllValues' ? every(each) : some(each)
}

/** One value of the request against all of the condition's: any of them, or with a negated operator none. */
function againstAll({ fits: test, negated }: Test, values: string[], actual: string, lookUp: LookUp): Certainty {
  const found = some(values.map((value) => test(value, actual, lookUp)))
  return negated ? not(found) : found
}

function isNull(values: string[], actual: Value): Certainty {
  if (actual === undefined) return 'unknown'
  const absent = actual === null || actual.length === 0
  return values.some((value) => value.toLowerCase() === String(absent)) ? 'yes' : 'no'
}

const plainly: Test['fits'] = (wanted, actual, lookUp) => fits(wanted, actual, lookUp, { wildcards: false })
const anyCase: Test['fits'] = (wanted, actual, lookUp) =>
  fits(lowered(wanted), actual.toLowerCase(), (name) => lowerValue(standsFor(name, lookUp)), { wildcards: false })

// Names of variables keep their case: they are asked for as they are written.
const lowered = (pattern: string) =>
  partsOf(pattern)
    .map((part) => ('variable' in part ? `$\{${part.variable}}` : part.literal.toLowerCase()))
    .join('')
const lowerValue = (value: string | null | undefined) => (typeof value === 'string' ? value.toLowerCase() : value)

/** An operator that compares two values read out of texts; what is no such value compares with nothing. */
const compared =
  (read: (text: string) => number, holds: (actual: number, wanted: number) => boolean): Test['fits'] =>
  (wanted, actual, lookUp) => {
    const text = replaced(wanted, lookUp)
    if (text === undefined) return 'unknown'
    const [one, other] = [read(actual), read(text ?? '')]
    return !Number.isNaN(one) && !Number.isNaN(other) && holds(one, other) ? 'yes' : 'no'
  }

function replaced(wanted: string, lookUp: LookUp): string | null | undefined {
  const values = partsOf(wanted).map((part) => ('literal' in part ? part.literal : standsFor(part.variable, lookUp)))
  if (values.includes(null)) return null
  return values.includes(undefined) ? undefined : values.join('')
}

const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))
// AWS takes ISO 8601 and seconds since 1970.
const date = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text))

const orders: Record<string, (actual: number, wanted: number) => boolean> = {
  Equals: (actual, wanted) => actual === wanted,
  LessThan: (actual, wanted) => actual < wanted,
  LessThanEquals: (actual, wanted) => actual <= wanted,
  GreaterThan: (actual, wanted) => actual > wanted,
  GreaterThanEquals: (actual, wanted) => actual >= wanted,
}

const orderTests = [
  { of: 'Numeric', read: number },
  { of: 'Date', read: date },
].flatMap(({ of, read }): [string, Test][] => [
  ...Object.entries(orders).map(([name, holds]): [string, Test] => [`${of}${name}`, { fits: compared(read, holds) }]),
  [`${of}NotEquals`, { negated: true, fits: compared(read, (actual, wanted) => actual === wanted) }],
])

const inBlock: Test['fits'] = (wanted, actual) => isInBlock(actual, wanted)

const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['Bool', { fits: anyCase }],
  ['StringEquals', { fits: plainly }],
  ['StringNotEquals', { negated: true, fits: plainly }],
  ['StringEqualsIgnoreCase', { fits: anyCase }],
  ['StringNotEqualsIgnoreCase', { negated: true, fits: anyCase }],
  ['StringLike', { fits }],
  ['StringNotLike', { negated: true, fits }],
  ['ArnEquals', { fits }],
  ['ArnLike', { fits }],
  ['ArnNotEquals', { negated: true, fits }],
  ['ArnNotLike', { negated: true, fits }],
  ['IpAddress', { fits: inBlock }],
  ['NotIpAddress', { negated: true, fits: inBlock }],
  ...orderTests,
])

/** Any of them. */
export const some = (all: readonly Certainty[]): Certainty =>
  all.includes('yes') ? 'yes' : all.includes('unknown') ? 'unknown' : 'no'

/** All of them. */
export const every = (all: readonly Certainty[]): Certainty =>
  all.includes('no') ? 'no' : all.includes('unknown') ? 'unknown' : 'yes'

/** The opposite; what is unknown stays so. */
export const not = (one: Certainty): Certainty => (one === 'unknown' ? 'unknown' : one === 'yes' ? 'no' : 'yes')
