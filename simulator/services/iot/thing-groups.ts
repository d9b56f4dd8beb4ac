import type { Fleet } from '../../fleet/fleet.ts'
import { ancestorsOf, isWithin, type ThingGroup } from '../../fleet/thing-group.ts'
import { paginate } from '../paginate.ts'
import { findGroup } from './find.ts'
import { epochDate, type IotHandlers } from './handlers.ts'

/** Reading thing groups and their tree. */
export const thingGroups: IotHandlers = {
  ListThingGroups(input, { fleet }) {
    const { parentGroup, namePrefixFilter = '', recursive } = input
    const parent = parentGroup === undefined ? undefined : findGroup(fleet, parentGroup)
    const where = (group: ThingGroup) =>
      group.name.startsWith(namePrefixFilter) && isListedBelow(group, parent, recursive)
    const { items, next } = paginate(input, fleet.groups, { operation: 'ListThingGroups', where })
    return { thingGroups: items.map((group) => nameAndArn(fleet, group)), nextToken: next }
  },

  DescribeThingGroup({ thingGroupName }, { fleet }) {
    const group = findGroup(fleet, thingGroupName)
    const ancestors = ancestorsOf(group)
    return {
      thingGroupName: group.name,
      thingGroupId: group.id,
      thingGroupArn: fleet.arn('thinggroup', group.name),
      version: group.version,
      thingGroupProperties: {
        thingGroupDescription: group.description,
        attributePayload: { attributes: group.attributes },
      },
      thingGroupMetadata: {
        parentGroupName: group.parent?.name,
        rootToParentThingGroups: ancestors.length
          ? ancestors.map((ancestor) => nameAndArn(fleet, ancestor))
          : undefined,
        creationDate: epochDate(group.createdAt),
      },
      ...(group.dynamic && {
        indexName: 'AWS_Things',
        queryString: group.dynamic.query,
        queryVersion: group.dynamic.queryVersion,
        status: 'ACTIVE',
      }),
    }
  },
}

/** Everything below the parent, or everything at all; `recursive: false` stops at the first level. */
function isListedBelow(group: ThingGroup, parent: ThingGroup | undefined, recursive = true) {
  if (!parent) return recursive || !group.parent
  return recursive ? group !== parent && isWithin(group, parent) : group.parent === parent
}

export const nameAndArn = (fleet: Fleet, { name }: ThingGroup) => ({
  groupName: name,
  groupArn: fleet.arn('thinggroup', name),
})
