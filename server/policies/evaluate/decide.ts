import { every, holds, not, some } from './conditions.ts'
import type { Statement } from './document.ts'
import { type Certainty, fits, type LookUp } from './pattern.ts'

/** An attempt to do something: which action on which resource, and what policies may ask of it. */
export type Access = { action: string; resource: string; lookUp: LookUp }

/** 'unknown': it depends on something that only AWS knows. */
export type Verdict = 'allowed' | 'denied' | 'not-allowed' | 'unknown'

type Judged = Pick<Statement, 'effect' | 'actions' | 'resources' | 'conditions' | 'odd'> &
  Partial<Pick<Statement, 'inverted'>>

/**
 * What AWS IoT decides: a Deny that applies wins over every Allow, and what nobody allows is denied ("AWS IoT Core
 * policies"). Returns the statements that settle it with the verdict.
 */
export function decide<One extends Judged>(
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

/** Whether a statement speaks of an attempt. What IAM's grammar says of one that is odd is at best unknown for AWS IoT. */
export function applies(statement: Judged, { action, resource, lookUp }: Access): Certainty {
  const { actions, resources, inverted, conditions, odd } = statement
  const named = some(actions.map((one) => fits(one.toLowerCase(), action.toLowerCase(), lookUp)))
  const on = some(resources.map((one) => fits(one, resource, lookUp)))
  const says = every([
    inverted?.actions ? not(named) : named,
    inverted?.resources ? not(on) : on,
    ...conditions.map((condition) => holds(condition, lookUp)),
  ])
  return odd !== null && says === 'yes' ? 'unknown' : says
}
