import { type Statement, statementsOf } from '../broker/policy/statements.ts'
import { isMatch } from '../broker/policy/wildcards.ts'
import type { Objection } from '../fleet/audits.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { defaultDocument, type Policy } from '../fleet/policy.ts'
import type { Verdict } from './checks.ts'

/** IOT_POLICY_OVERLY_PERMISSIVE_CHECK, by default version alone. */
export function permissivePolicies({ policies }: Fleet): Verdict {
  const code = 'ALLOWS_BROAD_ACCESS_TO_IOT_DATA_PLANE_ACTIONS'
  const reason = 'Policy allows broad access to IoT data plane actions.'
  const objections = policies.items
    .filter((policy) => isPermissive(statementsOf(defaultDocument(policy))))
    .map((policy) => ({ resource: policyResource(policy), related: [], code, reason }))
  return { total: policies.size, objections }
}

/** IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK, one finding for each reason. */
export function misconfiguredPolicies({ policies }: Fleet): Verdict {
  const objections = policies.items.flatMap((policy): Objection[] => {
    const statements = statementsOf(defaultDocument(policy))
    const object = (code: string, reason: string) => ({ resource: policyResource(policy), related: [], code, reason })
    const found: Objection[] = []
    if (statements.some(deniesWithMqttWildcards)) {
      const reason = 'Policy contains MQTT wildcards in a Deny statement, where they are plain characters.'
      found.push(object('POLICY_CONTAINS_MQTT_WILDCARDS_IN_DENY_STATEMENT', reason))
    }
    if (deniedButAllowed(statements)) {
      const reason = 'Topic filters that are meant to be denied are allowed through wildcards.'
      found.push(object('TOPIC_FILTERS_INTENDED_TO_DENY_ALLOWED_USING_WILDCARDS', reason))
    }
    return found
  })
  return { total: policies.size, objections }
}

const policyResource = ({ name, defaultVersionId }: Policy) => ({
  type: 'IOT_POLICY' as const,
  id: { policyVersionIdentifier: { policyName: name, policyVersionId: defaultVersionId } },
})

/**
 * What reaches other devices when a wildcard begins at or before the end of this prefix. Receiving is not here: what a client
 * receives is what it could subscribe to.
 */
const shared: readonly [prefix: string, actions: readonly string[], wildcards: RegExp][] = [
  ['client/', ['iot:Connect'], /[*?]/],
  ['topic/$aws/things/', ['iot:Publish', 'iot:RetainPublish'], /[*?]/],
  ['topicfilter/$aws/things/', ['iot:Subscribe'], /[*?+#]/],
  [
    'thing/',
    [
      'iot:GetThingShadow',
      'iot:UpdateThingShadow',
      'iot:DeleteThingShadow',
      'iot:ListNamedShadowsForThing',
      'iot:DescribeJobExecution',
      'iot:GetPendingJobExecutions',
      'iot:StartNextPendingJobExecution',
      'iot:UpdateJobExecution',
    ],
    /[*?]/,
  ],
]

function isPermissive(statements: readonly Statement[]): boolean {
  return statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      shared.some(
        ([prefix, actions, wildcards]) =>
          actions.some((action) => isAbout(statement, action)) &&
          resourcesOf(statement).some((resource) => {
            if (prefix === 'client/' && isAttachedOnly(statement)) return false
            if (prefix === 'client/' && resource === anyClient) return true
            const start = withoutVariables(resource).search(wildcards)
            return start >= 0 && prefix.startsWith(resource.slice(0, start))
          }),
      ),
  )
}

/** A client may say whatever it likes to be. */
const anyClient = 'client/$' + '{iot:ClientId}'

const isAttachedOnly = ({ conditions }: Statement) =>
  conditions.some(
    ({ operator, key, values }) =>
      operator === 'Bool' && key === 'iot:Connection.Thing.IsAttached' && values.every((value) => value === 'true'),
  )

const isMqttWildcard = (resource: string) => /^topic(filter)?\/.*[+#]/.test(resource)

const deniesWithMqttWildcards = (statement: Statement) =>
  statement.effect === 'Deny' && resourcesOf(statement).some(isMqttWildcard)

/** A filter that is denied, within one that is allowed by wildcard: whoever subscribes to more gets it, unless Receive is denied. */
function deniedButAllowed(statements: readonly Statement[]): boolean {
  const of = (effect: Statement['effect'], action: string) =>
    statements.filter((one) => one.effect === effect && isAbout(one, action)).flatMap(resourcesOf)
  const allowed = of('Allow', 'iot:Subscribe').filter((resource) => withoutVariables(resource).includes('*'))
  const unreceivable = of('Deny', 'iot:Receive')
  return of('Deny', 'iot:Subscribe').some((denied) => {
    const [, filter] = /^topicfilter\/(.+)$/.exec(denied) ?? []
    if (filter === undefined || filter === '*') return false
    const isWithin = allowed.some((wide) => wide !== denied && isMatch(wide, denied))
    return isWithin && !unreceivable.some((resource) => isMatch(resource, `topic/${filter}`))
  })
}

function isAbout({ actions, notActions }: Statement, action: string): boolean {
  const isIt = (pattern: string) => isMatch(pattern.toLowerCase(), action.toLowerCase())
  return notActions ? !notActions.some(isIt) : actions.some(isIt)
}

/** Without the ARN's head: `topic/…`, or just a wildcard. Everything but something is taken for everything. */
const resourcesOf = ({ resources, notResources }: Statement) =>
  notResources ? ['*'] : resources.map((resource) => resource.replace(/^arn:[^:]*:iot:[^:]*:[^:]*:/, ''))

const withoutVariables = (resource: string) =>
  resource.replace(/\$\{[^}]*\}/g, (variable) => 'v'.repeat(variable.length))
