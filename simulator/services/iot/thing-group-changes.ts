import type { Fleet } from '../../fleet/fleet.ts'
import { ancestorsOf, type ThingGroup } from '../../fleet/thing-group.ts'
import { required, rules, text } from '../check.ts'
import { alreadyExists, invalidRequest, limitExceeded, versionConflict } from '../refuse.ts'
import { findGroup } from './find.ts'
import type { IotHandlers } from './handlers.ts'
import { staticGroupNamesOf } from './memberships.ts'
import { compileThingQuery } from './search/compile.ts'

const maxDepth = 7
const maxDynamicGroups = 100
const queryVersion = '2017-09-30'

export const thingGroupChanges: IotHandlers = {
  CreateThingGroup({ thingGroupName, parentGroupName, thingGroupProperties = {} }, { fleet }) {
    const name = text(thingGroupName, 'thingGroupName', rules.thingGroupName)
    const parent = parentGroupName === undefined ? undefined : findGroup(fleet, parentGroupName)
    if (parent?.dynamic) throw invalidRequest('A dynamic thing group can not be a parent')
    if (parent && ancestorsOf(parent).length + 2 > maxDepth) {
      throw limitExceeded(`Thing group hierarchies are limited to ${maxDepth} levels`)
    }
    const existing = fleet.groups.get(name)
    const isSame = existing?.parent === parent && existing?.description === thingGroupProperties.thingGroupDescription
    if (existing && !isSame) throw alreadyExists(`Thing group ${name} already exists with different properties`)
    return created(fleet, existing ?? newGroup(fleet, name, { parent, ...thingGroupProperties }))
  },

  CreateDynamicThingGroup(input, { fleet }) {
    const name = text(input.thingGroupName, 'thingGroupName', rules.thingGroupName)
    const query = required(input.queryString, 'queryString')
    const dynamic = dynamicMembers(fleet, query)
    if (fleet.groups.get(name)) throw alreadyExists(`Thing group ${name} already exists`)
    if (fleet.dynamicGroups.size >= maxDynamicGroups) {
      throw limitExceeded(`An account may have ${maxDynamicGroups} dynamic thing groups`)
    }
    const group = newGroup(fleet, name, { parent: undefined, ...input.thingGroupProperties })
    group.dynamic = dynamic
    fleet.dynamicGroups.add(group)
    return { ...created(fleet, group), indexName: 'AWS_Things', queryString: query, queryVersion }
  },

  UpdateThingGroup({ thingGroupName, thingGroupProperties, expectedVersion }, { fleet }) {
    const group = findGroup(fleet, thingGroupName)
    const { thingGroupDescription, attributePayload } = required(thingGroupProperties, 'thingGroupProperties')
    if (expectedVersion !== undefined && expectedVersion !== group.version) {
      throw versionConflict(`Thing group ${group.name} has version ${group.version}, not ${expectedVersion}`)
    }
    group.description = thingGroupDescription
    if (attributePayload) {
      const { attributes = {}, merge = false } = attributePayload
      group.attributes = merge ? { ...group.attributes, ...attributes } : attributes
    }
    group.version++
    return { version: group.version }
  },

  DeleteThingGroup({ thingGroupName, expectedVersion }, { fleet }) {
    const group = fleet.groups.get(text(thingGroupName, 'thingGroupName', rules.thingGroupName))
    if (!group) return {}
    if (expectedVersion !== undefined && expectedVersion !== group.version) {
      throw versionConflict(`Thing group ${group.name} has version ${group.version}, not ${expectedVersion}`)
    }
    if (fleet.groups.items.some(({ parent }) => parent === group)) {
      throw invalidRequest(`Thing group ${group.name} still has child groups`)
    }
    for (const thing of fleet.things.items) {
      if (thing.groups.includes(group)) thing.groups = thing.groups.filter((other) => other !== group)
    }
    fleet.groups.remove(group)
    fleet.dynamicGroups.delete(group)
    return {}
  },
}

interface GroupProperties {
  parent: ThingGroup | undefined
  thingGroupDescription?: string | undefined
  attributePayload?: { attributes?: Record<string, string> | undefined } | undefined
}

function newGroup(fleet: Fleet, name: string, { parent, thingGroupDescription, attributePayload }: GroupProperties) {
  const group: ThingGroup = {
    name,
    id: fleet.newId(),
    parent,
    description: thingGroupDescription,
    attributes: attributePayload?.attributes ?? {},
    policies: [],
    createdAt: fleet.now(),
    version: 1,
    dynamic: undefined,
  }
  fleet.groups.add(group)
  return group
}

/** A dynamic group's rule. Throws InvalidQueryException for a query the index does not take. */
export function dynamicMembers(fleet: Fleet, query: string): NonNullable<ThingGroup['dynamic']> {
  const { test } = compileThingQuery(fleet, query, staticGroupNamesOf)
  return { query, queryVersion, matches: test }
}

const created = (fleet: Fleet, { name, id }: ThingGroup) => ({
  thingGroupName: name,
  thingGroupArn: fleet.arn('thinggroup', name),
  thingGroupId: id,
})
