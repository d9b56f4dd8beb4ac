import type { Condition, Statement } from './document.ts'
import { type Certainty, fits, type LookUp } from './pattern.ts'

/** An attempt to connect: which resource it needs, and what policies may ask of it. */
export type Access = { resource: string; lookUp: LookUp }

/** 'unknown': it depends on something that only AWS knows. */
export type Verdict = 'allowed' | 'denied' | 'not-allowed' | 'unknown'

const action = 'iot:connect'

/**
 * What AWS IoT decides on a connect: a Deny that applies wins over every Allow, and what nobody allows is denied
 * ("AWS IoT Core policies"). Returns the statements that settle it with the verdict.
 */
export function decide<One extends Pick<Statement, 'effect' | 'actions' | 'resources' | 'conditions' | 'odd'>>(
  statements: readonly One[],
  access: Access,
): { verdict: Verdict; by: One[] } {
  const judged = statements.map((statement) => ({ statement, applies: applies(statement, access) }))
  const which = (effect: Statement['effect'], how: Certainty) =>
    judged.flatMap(({ statement, applies }) => (statement.effect === effect && applies === how ? [statement] : []))
  const denies = which('Deny', 'yes')
  if (denies.length > 0) return { verdict: 'denied', by: denies }
  const allows = which('Allow', 'yes')
  const perhaps = which('Deny', 'unknown')
  if (allows.length > 0) return { verdict: perhaps.length > 0 ? 'unknown' : 'allowed', by: allows }
  const maybe = which('Allow', 'unknown')
  return { verdict: maybe.length > 0 ? 'unknown' : 'not-allowed', by: maybe }
}

function applies(
  { actions, resources, conditions, odd }: Pick<Statement, 'actions' | 'resources' | 'conditions' | 'odd'>,
  access: Access,
): Certainty {
  if (odd !== null) return 'unknown'
  return all([
    some(actions.map((one) => fits(one.toLowerCase(), action, access.lookUp))),
    some(resources.map((one) => fits(one, access.resource, access.lookUp))),
    ...conditions.map((condition) => holds(condition, access.lookUp)),
  ])
}

type Test = { negated?: boolean; fits(wanted: string, actual: string, lookUp: LookUp): Certainty }

const plainly = (wanted: string, actual: string, lookUp: LookUp) => fits(wanted, actual, lookUp, { wildcards: false })
const anyCase = (wanted: string, actual: string, lookUp: LookUp) =>
  fits(wanted.toLowerCase(), actual.toLowerCase(), (name) => lowered(lookUp(name)), { wildcards: false })

const lowered = (value: string | null | undefined) => (typeof value === 'string' ? value.toLowerCase() : value)

/** Operators of the documentation's examples. What is not here is unknown, not untrue. */
const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['Bool', { fits: anyCase }],
  ['StringEquals', { fits: plainly }],
  ['StringNotEquals', { negated: true, fits: plainly }],
  ['StringEqualsIgnoreCase', { fits: anyCase }],
  ['StringNotEqualsIgnoreCase', { negated: true, fits: anyCase }],
  ['StringLike', { fits }],
  ['StringNotLike', { negated: true, fits }],
])

/** A key without a value equals nothing, and differs from everything. */
function holds({ operator, key, values }: Condition, lookUp: LookUp): Certainty {
  const test = tests.get(operator.replace(/^For(AnyValue|AllValues):/, ''))
  const actual = lookUp(key)
  if (!test || actual === undefined) return 'unknown'
  const found = actual === null ? 'no' : some(values.map((value) => test.fits(value, actual, lookUp)))
  if (!test.negated || found === 'unknown') return found
  return found === 'yes' ? 'no' : 'yes'
}

const some = (all: readonly Certainty[]): Certainty =>
  all.includes('yes') ? 'yes' : all.includes('unknown') ? 'unknown' : 'no'

const all = (every: readonly Certainty[]): Certainty =>
  every.includes('no') ? 'no' : every.includes('unknown') ? 'unknown' : 'yes'
