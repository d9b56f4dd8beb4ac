import type { Certificate } from './certificate.ts'
import type { Fleet } from './fleet.ts'
import type { Policy } from './policy.ts'
import type { Thing } from './thing.ts'
import type { ThingGroup } from './thing-group.ts'

/** Both ends of every relation are kept here, so that neither can be forgotten. Doing one twice changes nothing. */
export function attachCertificate(fleet: Fleet, thing: Thing, certificate: Certificate, exclusive = false) {
  thing.certificates = including(thing.certificates, certificate)
  certificate.things = including(certificate.things, thing)
  if (exclusive) fleet.exclusive.add(exclusiveKey(certificate, thing))
}

export function detachCertificate(fleet: Fleet, thing: Thing, certificate: Certificate) {
  thing.certificates = excluding(thing.certificates, certificate)
  certificate.things = excluding(certificate.things, thing)
  fleet.exclusive.delete(exclusiveKey(certificate, thing))
}

export type AttachmentType = 'EXCLUSIVE_THING' | 'NON_EXCLUSIVE_THING'

export const attachmentType = (fleet: Fleet, thing: Thing, certificate: Certificate): AttachmentType =>
  fleet.exclusive.has(exclusiveKey(certificate, thing)) ? 'EXCLUSIVE_THING' : 'NON_EXCLUSIVE_THING'

export function attachPolicy(target: Certificate | ThingGroup, policy: Policy) {
  target.policies = including(target.policies, policy)
}

export function detachPolicy(target: Certificate | ThingGroup, policy: Policy) {
  target.policies = excluding(target.policies, policy)
}

export function joinGroup(thing: Thing, group: ThingGroup) {
  thing.groups = including(thing.groups, group)
}

export function leaveGroup(thing: Thing, group: ThingGroup) {
  thing.groups = excluding(thing.groups, group)
}

const exclusiveKey = (certificate: Certificate, thing: Thing) => `${certificate.id}/${thing.name}`

const including = <Item>(items: readonly Item[], item: Item) => (items.includes(item) ? items : [...items, item])
const excluding = <Item>(items: readonly Item[], item: Item) => items.filter((other) => other !== item)
