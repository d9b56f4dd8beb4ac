import type { Fleet } from '../../fleet/fleet.ts'
import type { Thing } from '../../fleet/thing.ts'
import type { ThingGroup } from '../../fleet/thing-group.ts'

/** A thing may be in ten groups, dynamic ones counted. */
export const maxGroups = 10

/**
 * A thing's groups, dynamic ones included, as AWS lists them: directly joined, not their ancestors. Static groups come
 * first, and a dynamic one that finds no room does without the thing.
 */
export function groupsOf(fleet: Fleet, thing: Thing): readonly ThingGroup[] {
  if (!fleet.dynamicGroups.size) return thing.groups
  const matching = [...fleet.dynamicGroups].filter(({ dynamic }) => dynamic?.matches(thing))
  return [...thing.groups, ...matching].slice(0, maxGroups)
}

export const isMember = (fleet: Fleet, thing: Thing, group: ThingGroup) =>
  group.dynamic ? groupsOf(fleet, thing).includes(group) : thing.groups.includes(group)

export type GroupNames = (fleet: Fleet, thing: Thing) => string[]

/** The names the fleet index keeps: of groups, and of the billing group among them. */
export const groupNamesOf: GroupNames = (fleet, thing) => namesOf(groupsOf(fleet, thing), thing)

export const staticGroupNamesOf: GroupNames = (_fleet, thing) => namesOf(thing.groups, thing)

function namesOf(groups: readonly ThingGroup[], { billingGroup }: Thing) {
  const names = groups.map(({ name }) => name)
  if (billingGroup) names.push(billingGroup.name)
  return names
}
