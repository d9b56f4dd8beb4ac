import type { ActionType, AuthInfo, AuthResult } from '@aws-sdk/client-iot'
import { PolicyClient, policiesFor } from '../../broker/policy/client.ts'
import { type Access, applies } from '../../broker/policy/evaluate.ts'
import { statementsOf } from '../../broker/policy/statements.ts'
import type { Certificate } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { defaultDocument, type Policy } from '../../fleet/policy.ts'
import { ancestorsOf } from '../../fleet/thing-group.ts'
import { oneOf, required } from '../check.ts'
import { invalidRequest, limitExceeded } from '../refuse.ts'
import { findCertificate, findGroup, findPolicy } from './find.ts'
import type { IotHandlers } from './handlers.ts'
import { policySummary } from './policy-summary.ts'

const maxAuthInfos = 10

const actions: Record<ActionType, string> = {
  CONNECT: 'iot:Connect',
  PUBLISH: 'iot:Publish',
  RECEIVE: 'iot:Receive',
  SUBSCRIBE: 'iot:Subscribe',
}

/** What a principal may do, as the broker would decide. Nothing is known of where the client would connect from. */
export const testAuthorization: IotHandlers = {
  TestAuthorization(input, { fleet }) {
    const infos = required(input.authInfos, 'authInfos')
    if (infos.length > maxAuthInfos) throw limitExceeded(`At most ${maxAuthInfos} authInfos may be given`)
    const { certificate, own } = principalOf(fleet, required(input.principal, 'principal'), input.clientId ?? '')
    const added = (input.policyNamesToAdd ?? []).map((name) => findPolicy(fleet, name))
    const skipped = new Set(input.policyNamesToSkip)
    const policies = [...new Set([...own.filter(({ name }) => !skipped.has(name)), ...added])]
    const client = certificate && new PolicyClient(fleet, input.clientId ?? '', certificate, '')
    const lookUp = (name: string) => {
      if (name === 'iot:ClientId') return input.clientId
      return /:SourceIp$/.test(name) ? undefined : client?.lookUp(name)
    }
    return { authResults: infos.map((info) => decide(fleet, policies, info, lookUp)) }
  },
}

function principalOf(
  fleet: Fleet,
  principal: string,
  clientId: string,
): { certificate?: Certificate; own: readonly Policy[] } {
  const groupName = fleet.nameIn(principal, 'thinggroup')
  if (groupName !== undefined) {
    const group = findGroup(fleet, groupName)
    return { own: [...new Set([group, ...ancestorsOf(group)].flatMap(({ policies }) => policies))] }
  }
  const id = fleet.nameIn(principal, 'cert')
  if (id === undefined) throw invalidRequest(`Invalid principal ${principal}`)
  const certificate = findCertificate(fleet, id)
  return { certificate, own: policiesFor(fleet, certificate, clientId) }
}

/** Every resource must be allowed; one that is denied decides for all. */
function decide(fleet: Fleet, policies: readonly Policy[], authInfo: AuthInfo, lookUp: Access['lookUp']): AuthResult {
  const action = actions[oneOf(authInfo.actionType, 'actionType', ['CONNECT', 'PUBLISH', 'RECEIVE', 'SUBSCRIBE'])]
  const resources = required(authInfo.resources, 'resources')
  const missing = new Set<string>()
  const noting = (name: string) => {
    const value = lookUp(name)
    if (value === undefined) missing.add(name)
    return value
  }
  const effectsOf = (policy: Policy, resource: string) =>
    statementsOf(defaultDocument(policy))
      .filter((statement) => applies(statement, { action, resource, lookUp: noting }))
      .map(({ effect }) => effect)
  const effects = policies.map((policy) => ({
    policy,
    byResource: resources.map((resource) => effectsOf(policy, resource)),
  }))
  const summaries = (found: typeof effects) => found.map(({ policy }) => policySummary(fleet, policy))
  const denying = effects.filter(({ byResource }) => byResource.some((all) => all.includes('Deny')))
  const allowing = effects.filter(({ byResource }) => byResource.some((all) => all.includes('Allow')))
  const silent = effects.filter(({ byResource }) => byResource.every((all) => !all.length))
  const isAllowed = resources.every((_, place) =>
    effects.some(({ byResource }) => byResource[place]?.includes('Allow')),
  )
  return {
    authInfo,
    allowed: { policies: summaries(allowing) },
    denied: {
      implicitDeny: { policies: summaries(silent) },
      explicitDeny: { policies: summaries(denying) },
    },
    authDecision: denying.length ? 'EXPLICIT_DENY' : isAllowed ? 'ALLOWED' : 'IMPLICIT_DENY',
    missingContextValues: [...missing],
  }
}
