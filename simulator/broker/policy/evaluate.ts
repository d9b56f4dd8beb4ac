import { own } from '../../services/iot/own.ts'
import type { Condition, Statement } from './statements.ts'
import { isMatch } from './wildcards.ts'

/** What a client wants to do, and what is known about it. */
export interface Access {
  action: string
  resource: string
  /** The value of a policy variable or condition key; nothing when it has none. */
  lookUp(name: string): string | undefined
}

export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny'

/** AWS IoT's decision: one matching Deny wins over every Allow, and what nobody allows is denied. */
export function evaluate(statements: readonly Statement[], access: Access): Decision {
  const matching = statements.filter((statement) => applies(statement, access))
  if (matching.some(({ effect }) => effect === 'Deny')) return 'explicit-deny'
  return matching.length ? 'allowed' : 'implicit-deny'
}

/** Whether a statement is about this access. `NotAction` and `NotResource` are read as in IAM; AWS IoT documents neither. */
export function applies(statement: Statement, access: Access): boolean {
  const { actions, resources, notActions, notResources, conditions } = statement
  const isAction = (action: string) => isMatch(action.toLowerCase(), access.action.toLowerCase())
  // MQTT's own wildcards are plain characters here: only * and ? are special.
  const isResource = (resource: string) => isMatch(resource, access.resource, access.lookUp)
  return (
    (notActions ? !notActions.some(isAction) : actions.some(isAction)) &&
    (notResources ? !notResources.some(isResource) : resources.some(isResource)) &&
    conditions.every((condition) => holds(condition, access))
  )
}

function holds({ operator, key, values }: Condition, { lookUp }: Access) {
  const actual = lookUp(key)
  const test = own(tests, operator)
  if (!test) return false
  const { isNegated, isEqual } = test
  // A key without a value equals nothing: that fails a condition, and satisfies a negated one.
  const isFound = actual !== undefined && values.some((value) => isEqual(value, actual, lookUp))
  return isFound !== isNegated
}

type Test = (wanted: string, actual: string, lookUp: Access['lookUp']) => boolean

const literally: Test = (wanted, actual, lookUp) => isMatch(wanted, actual, lookUp, { wildcards: false })
const ignoringCase: Test = (wanted, actual, lookUp) => literally(wanted.toLowerCase(), actual.toLowerCase(), lookUp)

/** Operators that are not here make their statement apply to nothing. */
const tests: Readonly<Record<string, { isNegated: boolean; isEqual: Test }>> = {
  Bool: { isNegated: false, isEqual: ignoringCase },
  StringEquals: { isNegated: false, isEqual: literally },
  StringNotEquals: { isNegated: true, isEqual: literally },
  StringLike: { isNegated: false, isEqual: isMatch },
  StringNotLike: { isNegated: true, isEqual: isMatch },
}
