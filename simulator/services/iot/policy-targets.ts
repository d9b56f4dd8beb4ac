import { attachPolicy, detachPolicy } from '../../fleet/attachments.ts'
import { Certificate } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder, type Ordered } from '../../fleet/ordered.ts'
import { defaultDocument, type Policy } from '../../fleet/policy.ts'
import { ancestorsOf, type ThingGroup } from '../../fleet/thing-group.ts'
import { required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest, limitExceeded } from '../refuse.ts'
import { findCertificate, findGroup, findPolicy, findThing } from './find.ts'
import type { IotHandlers } from './handlers.ts'
import { groupsOf } from './memberships.ts'
import { policySummary } from './policy-summary.ts'
import { findPrincipal } from './principals.ts'

type Target = Certificate | ThingGroup

const maxPoliciesPerTarget = 10

/** What policies are attached to. */
export const policyTargets: IotHandlers = {
  ListTargetsForPolicy(input, { fleet }) {
    const policy = findPolicy(fleet, input.policyName)
    const where = (target: Target) => target.policies.includes(policy)
    const { items, next } = paginate(input, everyTarget(fleet), { operation: 'ListTargetsForPolicy', where })
    return { targets: items.map((target) => arnOf(fleet, target)), nextMarker: next }
  },

  ListAttachedPolicies(input, { fleet }) {
    const target = findTarget(fleet, input.target)
    const found = input.recursive ? withInherited(target) : target.policies
    const { items, next } = paginate(input, inPresentOrder(found), { operation: 'ListAttachedPolicies' })
    return { policies: items.map((policy) => policySummary(fleet, policy)), nextMarker: next }
  },

  GetEffectivePolicies({ principal, thingName }, { fleet }) {
    if (principal === undefined && thingName === undefined) throw invalidRequest('principal or thingName is required')
    const own = principal === undefined ? [] : findPrincipal(fleet, principal).policies
    const groups = thingName === undefined ? [] : groupsOf(fleet, findThing(fleet, thingName))
    const effective = new Set([...own, ...groups.flatMap(withInherited)])
    const effectivePolicies = [...effective].map((policy) => ({
      ...policySummary(fleet, policy),
      policyDocument: defaultDocument(policy),
    }))
    return { effectivePolicies }
  },

  AttachPolicy({ policyName, target }, { fleet, world }) {
    const policy = findPolicy(fleet, policyName)
    const found = findTarget(fleet, target)
    if (!found.policies.includes(policy) && found.policies.length >= maxPoliciesPerTarget) {
      throw limitExceeded(`The maximum number of policies per target is ${maxPoliciesPerTarget}`)
    }
    attachPolicy(found, policy)
    world.seeded.policiesChanged(fleet, found)
    return {}
  },

  DetachPolicy({ policyName, target }, { fleet, world }) {
    const found = findTarget(fleet, target)
    detachPolicy(found, findPolicy(fleet, policyName))
    world.seeded.policiesChanged(fleet, found)
    return {}
  },
}

export function isAttached(fleet: Fleet, policy: Policy): boolean {
  const has = ({ policies }: Target) => policies.includes(policy)
  return fleet.groups.items.some(has) || fleet.certificates.items.some(has)
}

function withInherited(target: Target): Policy[] {
  const sources = target instanceof Certificate ? [target] : [target, ...ancestorsOf(target)]
  return [...new Set(sources.flatMap(({ policies }) => policies))]
}

/** Groups first, then certificates, as one list: attachments are kept at the target, so they are looked for there. */
function everyTarget({ groups, certificates }: Fleet): Ordered<Target> {
  return {
    size: groups.size + certificates.size,
    at: (index) => (index < groups.size ? groups.at(index) : certificates.at(index - groups.size)),
    keyOf: (target) => (target instanceof Certificate ? `c${certificates.keyOf(target)}` : `g${groups.keyOf(target)}`),
    positionAfter: (key) =>
      key.startsWith('g') ? groups.positionAfter(key.slice(1)) : groups.size + certificates.positionAfter(key.slice(1)),
  }
}

function findTarget(fleet: Fleet, target: string | undefined): Target {
  const arn = required(target, 'target')
  const certificateId = fleet.nameIn(arn, 'cert')
  if (certificateId !== undefined) return findCertificate(fleet, certificateId)
  const groupName = fleet.nameIn(arn, 'thinggroup')
  if (groupName !== undefined) return findGroup(fleet, groupName)
  throw invalidRequest(`Invalid target ${arn}`)
}

const arnOf = (fleet: Fleet, target: Target) =>
  target instanceof Certificate ? fleet.arn('cert', target.id) : fleet.arn('thinggroup', target.name)
