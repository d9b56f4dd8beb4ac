import { type AttachmentType, attachCertificate, attachmentType, detachCertificate } from '../../fleet/attachments.ts'
import type { Certificate } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import type { Thing } from '../../fleet/thing.ts'
import { oneOf, required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest } from '../refuse.ts'
import { findCertificate, findThing } from './find.ts'
import type { IotHandlers } from './handlers.ts'

const attachmentTypes: readonly AttachmentType[] = ['EXCLUSIVE_THING', 'NON_EXCLUSIVE_THING']

/** Which certificates things have, and the reverse. */
export const principals: IotHandlers = {
  ListThingPrincipals(input, { fleet }) {
    const thing = findThing(fleet, input.thingName)
    const { items, next } = paginate(input, inPresentOrder(thing.certificates), { operation: 'ListThingPrincipals' })
    return { principals: items.map(({ id }) => fleet.arn('cert', id)), nextToken: next }
  },

  ListThingPrincipalsV2(input, { fleet }) {
    const thing = findThing(fleet, input.thingName)
    const where = ofType(input.thingPrincipalType, (certificate: Certificate) =>
      attachmentType(fleet, thing, certificate),
    )
    const options = { operation: 'ListThingPrincipalsV2', where }
    const { items, next } = paginate(input, inPresentOrder(thing.certificates), options)
    const thingPrincipalObjects = items.map((certificate) => ({
      principal: fleet.arn('cert', certificate.id),
      thingPrincipalType: attachmentType(fleet, thing, certificate),
    }))
    return { thingPrincipalObjects, nextToken: next }
  },

  ListPrincipalThings(input, { fleet }) {
    const certificate = findPrincipal(fleet, input.principal)
    const { items, next } = paginate(input, inPresentOrder(certificate.things), { operation: 'ListPrincipalThings' })
    return { things: items.map(({ name }) => name), nextToken: next }
  },

  ListPrincipalThingsV2(input, { fleet }) {
    const certificate = findPrincipal(fleet, input.principal)
    const where = ofType(input.thingPrincipalType, (thing: Thing) => attachmentType(fleet, thing, certificate))
    const options = { operation: 'ListPrincipalThingsV2', where }
    const { items, next } = paginate(input, inPresentOrder(certificate.things), options)
    const principalThingObjects = items.map((thing) => ({
      thingName: thing.name,
      thingPrincipalType: attachmentType(fleet, thing, certificate),
    }))
    return { principalThingObjects, nextToken: next }
  },

  AttachThingPrincipal({ thingName, principal, thingPrincipalType }, { fleet }) {
    const thing = findThing(fleet, thingName)
    const certificate = findPrincipal(fleet, principal)
    const type = oneOf(thingPrincipalType ?? 'NON_EXCLUSIVE_THING', 'thingPrincipalType', attachmentTypes)
    const others = certificate.things.filter((other) => other !== thing)
    const taken = others.find((other) => attachmentType(fleet, other, certificate) === 'EXCLUSIVE_THING')
    if (taken) throw invalidRequest(`The principal is exclusively attached to thing ${taken.name}`)
    if (type === 'EXCLUSIVE_THING' && others.length) throw invalidRequest('The principal is attached to other things')
    attachCertificate(fleet, thing, certificate, type === 'EXCLUSIVE_THING')
    return {}
  },

  DetachThingPrincipal({ thingName, principal }, { fleet }) {
    detachCertificate(fleet, findThing(fleet, thingName), findPrincipal(fleet, principal))
    return {}
  },
}

/** Only certificates of this account are principals here; Cognito identities are not simulated. */
export function findPrincipal(fleet: Fleet, principal: string | undefined): Certificate {
  const id = fleet.nameIn(required(principal, 'principal'), 'cert')
  if (id === undefined) throw invalidRequest(`Invalid principal ${principal}`)
  return findCertificate(fleet, id)
}

function ofType<Item>(wanted: string | undefined, typeOf: (item: Item) => AttachmentType) {
  const type = wanted === undefined ? undefined : oneOf(wanted, 'thingPrincipalType', attachmentTypes)
  return (item: Item) => type === undefined || typeOf(item) === type
}
