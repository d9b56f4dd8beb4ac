import type { Fleet } from '../../fleet/fleet.ts'
import type { Thing } from '../../fleet/thing.ts'
import type { ThingGroup } from '../../fleet/thing-group.ts'

/** A thing's groups, dynamic ones included, as AWS lists them: directly joined, not their ancestors. */
export function groupsOf(fleet: Fleet, thing: Thing): readonly ThingGroup[] {
  if (!fleet.dynamicGroups.size) return thing.groups
  return [...thing.groups, ...[...fleet.dynamicGroups].filter((group) => isMember(thing, group))]
}

export const isMember = (thing: Thing, group: ThingGroup) =>
  group.dynamic ? group.dynamic.matches(thing) : thing.groups.includes(group)

export type GroupNames = (fleet: Fleet, thing: Thing) => string[]

/** The names the fleet index keeps: of groups, and of the billing group among them. */
export const groupNamesOf: GroupNames = (fleet, thing) => namesOf(groupsOf(fleet, thing), thing)

export const staticGroupNamesOf: GroupNames = (_fleet, thing) => namesOf(thing.groups, thing)

function namesOf(groups: readonly ThingGroup[], { billingGroup }: Thing) {
  const names = groups.map(({ name }) => name)
  if (billingGroup) names.push(billingGroup.name)
  return names
}
