import { joinGroup, leaveGroup } from '../../fleet/attachments.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import type { Thing } from '../../fleet/thing.ts'
import { isWithin, rootOf, type ThingGroup } from '../../fleet/thing-group.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest } from '../refuse.ts'
import { findGroup, findThing, nameOrArn } from './find.ts'
import type { IotHandlers } from './handlers.ts'
import { groupsOf, isMember, maxGroups } from './memberships.ts'
import { nameAndArn } from './thing-groups.ts'

export const groupMemberships: IotHandlers = {
  ListThingGroupsForThing(input, { fleet }) {
    const groups = inPresentOrder(groupsOf(fleet, findThing(fleet, input.thingName)))
    const { items, next } = paginate(input, groups, { operation: 'ListThingGroupsForThing' })
    return { thingGroups: items.map((group) => nameAndArn(fleet, group)), nextToken: next }
  },

  ListThingsInThingGroup(input, { fleet }) {
    const group = findGroup(fleet, input.thingGroupName)
    const isBelow = (thing: Thing) => groupsOf(fleet, thing).some((own) => isWithin(own, group))
    const where = input.recursive ? isBelow : (thing: Thing) => isMember(fleet, thing, group)
    const { items, next } = paginate(input, fleet.things, { operation: 'ListThingsInThingGroup', where })
    return { things: items.map(({ name }) => name), nextToken: next }
  },

  AddThingToThingGroup(input, { fleet, world }) {
    const thing = namedThing(fleet, input)
    join(fleet, thing, namedGroup(fleet, input), input.overrideDynamicGroups)
    world.seeded.accessChanged(fleet, [thing])
    return {}
  },

  RemoveThingFromThingGroup(input, { fleet, world }) {
    const thing = namedThing(fleet, input)
    leave(thing, namedGroup(fleet, input))
    world.seeded.accessChanged(fleet, [thing])
    return {}
  },

  UpdateThingGroupsForThing(
    { thingName, thingGroupsToAdd = [], thingGroupsToRemove = [], overrideDynamicGroups },
    call,
  ) {
    const { fleet, world } = call
    const thing = findThing(fleet, thingName)
    const joined = thingGroupsToAdd.map((name) => findGroup(fleet, name))
    const left = thingGroupsToRemove.map((name) => findGroup(fleet, name))
    const before = thing.groups
    try {
      for (const group of left) leave(thing, group)
      for (const group of joined) join(fleet, thing, group, overrideDynamicGroups)
    } catch (refusal) {
      thing.groups = before
      throw refusal
    }
    world.seeded.accessChanged(fleet, [thing])
    return {}
  },
}

function join(fleet: Fleet, thing: Thing, group: ThingGroup, overrideDynamicGroups = false) {
  if (group.dynamic) throw invalidRequest('Things can not be added to a dynamic thing group')
  if (thing.groups.includes(group)) return
  const counted = overrideDynamicGroups ? thing.groups : groupsOf(fleet, thing)
  if (counted.length >= maxGroups) throw invalidRequest(`A thing can be in at most ${maxGroups} thing groups`)
  const relative = thing.groups.find((own) => rootOf(own) === rootOf(group))
  if (relative) throw invalidRequest(`Thing is already in ${relative.name}, a group of the same hierarchy`)
  joinGroup(thing, group)
}

function leave(thing: Thing, group: ThingGroup) {
  if (group.dynamic) throw invalidRequest('Things can not be removed from a dynamic thing group')
  leaveGroup(thing, group)
}

interface Membership {
  thingName?: string | undefined
  thingArn?: string | undefined
  thingGroupName?: string | undefined
  thingGroupArn?: string | undefined
}

const namedThing = (fleet: Fleet, { thingName, thingArn }: Membership) =>
  findThing(fleet, nameOrArn(fleet, thingName, thingArn, 'thing'))

const namedGroup = (fleet: Fleet, { thingGroupName, thingGroupArn }: Membership) =>
  findGroup(fleet, nameOrArn(fleet, thingGroupName, thingGroupArn, 'thinggroup'))
