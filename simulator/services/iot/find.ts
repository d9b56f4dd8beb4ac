import type { CaCertificate, Certificate } from '../../fleet/certificate.ts'
import type { ArnKind, Fleet } from '../../fleet/fleet.ts'
import type { Policy } from '../../fleet/policy.ts'
import type { Thing } from '../../fleet/thing.ts'
import type { BillingGroup, ThingGroup } from '../../fleet/thing-group.ts'
import type { ThingType } from '../../fleet/thing-type.ts'
import { rules, text } from '../check.ts'
import { notFound } from '../refuse.ts'

/** What an input names, or AWS's refusal: InvalidRequest for an impossible name, ResourceNotFound for an unknown one. */
export function findThing(fleet: Fleet, name: string | undefined): Thing {
  const given = text(name, 'thingName', rules.thingName)
  return found(fleet.things.get(given), `Thing ${given} not found`)
}

export function findType(fleet: Fleet, name: string | undefined): ThingType {
  const given = text(name, 'thingTypeName', rules.thingTypeName)
  return found(fleet.types.get(given), `Thing type ${given} not found.`)
}

export function findGroup(fleet: Fleet, name: string | undefined): ThingGroup {
  const given = text(name, 'thingGroupName', rules.thingGroupName)
  return found(fleet.groups.get(given), `No thing group exists with name ${given}`)
}

export function findBillingGroup(fleet: Fleet, name: string | undefined): BillingGroup {
  const given = text(name, 'billingGroupName', rules.billingGroupName)
  return found(fleet.billingGroups.get(given), `No billing group exists with name ${given}`)
}

export function findPolicy(fleet: Fleet, name: string | undefined): Policy {
  const given = text(name, 'policyName', rules.policyName)
  return found(fleet.policies.get(given), `The policy ${given} does not exist`)
}

export function findCertificate(fleet: Fleet, id: string | undefined): Certificate {
  const given = text(id, 'certificateId', rules.certificateId)
  return found(fleet.certificates.get(given), 'The certificate given in the request does not exist.')
}

export function findCa(fleet: Fleet, id: string | undefined): CaCertificate {
  const given = text(id, 'certificateId', rules.certificateId)
  return found(fleet.cas.get(given), 'The CA certificate given in the request does not exist.')
}

/** The name an input gives outright or within an ARN. */
export function nameOrArn(fleet: Fleet, name: string | undefined, arn: string | undefined, kind: ArnKind) {
  if (name !== undefined || arn === undefined) return name
  return found(fleet.nameIn(arn, kind), `${arn} does not exist`)
}

function found<Item>(item: Item | undefined, message: string): Item {
  if (item === undefined) throw notFound(message)
  return item
}
