import type { Fleet } from '../fleet.ts'
import type { Thing } from '../thing.ts'
import { isWithin, type ThingGroup } from '../thing-group.ts'
import type { Job } from './job.ts'

/** The things that targets name, one by one or as members of a group or of a group below. Each comes once. */
export function membersOf(fleet: Fleet, targets: readonly string[]): Thing[] {
  const groups = groupsIn(fleet, targets)
  const named = targets.flatMap((arn) => fleet.things.get(fleet.nameIn(arn, 'thing') ?? '') ?? [])
  const grouped = groups.length ? fleet.things.items.filter((thing) => groups.some((group) => holds(group, thing))) : []
  return named.length ? [...new Set([...named, ...grouped])] : grouped
}

/** The things that a job is for at the moment. */
export function devicesOf(fleet: Fleet, { targets, order: { only } }: Job): Thing[] {
  const members = membersOf(fleet, targets)
  return only ? members.filter(only) : members
}

const groupsIn = (fleet: Fleet, targets: readonly string[]): ThingGroup[] =>
  targets.flatMap((arn) => fleet.groups.get(fleet.nameIn(arn, 'thinggroup') ?? '') ?? [])

/** Whether a group or one below it holds a thing. */
export const holds = (group: ThingGroup, thing: Thing) =>
  group.dynamic ? group.dynamic.matches(thing) : thing.groups.some((own) => isWithin(own, group))
