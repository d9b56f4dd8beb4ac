import type { Fleet } from '../../fleet/fleet.ts'
import { type Attributes, Thing } from '../../fleet/thing.ts'
import { rules, text } from '../check.ts'
import { alreadyExists, invalidRequest, versionConflict } from '../refuse.ts'
import { findBillingGroup, findThing, findType } from './find.ts'
import type { IotHandlers } from './handlers.ts'

const maxAttributes = { typed: 50, untyped: 3 }
const maxAttributeBytes = 47 * 1024

/** Creating, changing and deleting things. */
export const thingChanges: IotHandlers = {
  CreateThing({ thingName, thingTypeName, attributePayload, billingGroupName }, { fleet }) {
    const name = text(thingName, 'thingName', rules.thingName)
    const type = thingTypeName === undefined ? undefined : findUsableType(fleet, thingTypeName)
    const billingGroup = billingGroupName === undefined ? undefined : findBillingGroup(fleet, billingGroupName)
    const attributes = checkedAttributes(attributePayload?.attributes ?? {}, type !== undefined)
    const existing = fleet.things.get(name)
    if (existing) {
      const same = existing.type === type && sameAttributes(existing.details.attributes, attributes)
      if (same) return created(fleet, existing)
      const members = { resourceId: existing.details.id, resourceArn: fleet.arn('thing', name) }
      throw alreadyExists(`Thing ${name} already exists in account with different attributes`, members)
    }
    const thing = new Thing(name, { id: fleet.newId(), attributes, connectivity: undefined, shadow: undefined })
    thing.type = type
    thing.billingGroup = billingGroup
    fleet.things.add(thing)
    return created(fleet, thing)
  },

  UpdateThing({ thingName, thingTypeName, attributePayload, expectedVersion, removeThingType }, { fleet }) {
    const thing = findThing(fleet, thingName)
    if (expectedVersion !== undefined && expectedVersion !== thing.version) {
      throw versionConflict(`Thing ${thing.name} has version ${thing.version}, not ${expectedVersion}`)
    }
    if (removeThingType && thingTypeName) throw invalidRequest('Cannot both set and remove the thing type')
    const type = thingTypeName === undefined ? thing.type : findUsableType(fleet, thingTypeName)
    const nextType = removeThingType ? undefined : type
    if (attributePayload) {
      const attributes = changedAttributes(thing.details.attributes, attributePayload)
      thing.change({ attributes: checkedAttributes(attributes, nextType !== undefined) })
    }
    thing.type = nextType
    thing.version++
    return {}
  },

  DeleteThing({ thingName, expectedVersion }, { fleet }) {
    const thing = fleet.things.get(text(thingName, 'thingName', rules.thingName))
    if (!thing) return {}
    if (expectedVersion !== undefined && expectedVersion !== thing.version) {
      throw versionConflict(`Thing ${thing.name} has version ${thing.version}, not ${expectedVersion}`)
    }
    if (thing.certificates.length) {
      throw invalidRequest(`Cannot delete. Thing ${thing.name} is still attached to one or more principals`)
    }
    fleet.things.remove(thing)
    return {}
  },
}

const created = (fleet: Fleet, { name, details }: Thing) => ({
  thingName: name,
  thingArn: fleet.arn('thing', name),
  thingId: details.id,
})

function findUsableType(fleet: Fleet, name: string) {
  const type = findType(fleet, name)
  if (type.deprecatedAt !== undefined) throw invalidRequest(`Thing type ${name} is deprecated`)
  return type
}

interface AttributePayload {
  attributes?: Record<string, string> | undefined
  merge?: boolean | undefined
}

/** An empty value takes an attribute away; without `merge` the given ones replace all. */
function changedAttributes(present: Attributes, { attributes = {}, merge = false }: AttributePayload): Attributes {
  const entries = Object.entries(merge ? { ...present, ...attributes } : attributes)
  return Object.fromEntries(entries.filter(([, value]) => value !== ''))
}

/** Checks attributes against AWS's patterns and limits. */
function checkedAttributes(attributes: Attributes, isTyped: boolean): Attributes {
  const entries = Object.entries(attributes)
  const most = isTyped ? maxAttributes.typed : maxAttributes.untyped
  if (entries.length > most) throw invalidRequest(`Exceeded the maximum of ${most} attributes per thing`)
  for (const [name, value] of entries) {
    text(name, 'attributePayload.attributes', rules.attributeName)
    text(value, 'attributePayload.attributes', rules.attributeValue)
  }
  if (Buffer.byteLength(JSON.stringify(attributes)) > maxAttributeBytes) throw invalidRequest('Attributes exceed 47 KB')
  return attributes
}

function sameAttributes(a: Attributes, b: Attributes) {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
