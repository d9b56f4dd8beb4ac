import type { Policy } from './policy.ts'
import type { Attributes, Thing } from './thing.ts'

/** A static group holds what was put in it, a dynamic one whatever its query matches at the moment. */
export interface ThingGroup {
  readonly name: string
  readonly id: string
  parent: ThingGroup | undefined
  description: string | undefined
  attributes: Attributes
  policies: readonly Policy[]
  /** Epoch seconds. */
  createdAt: number
  version: number
  dynamic: { query: string; queryVersion: string; matches: (thing: Thing) => boolean } | undefined
}

export interface BillingGroup {
  readonly name: string
  readonly id: string
  description: string | undefined
  createdAt: number
  version: number
}

/** The group's ancestors, the root first. */
export function ancestorsOf(group: ThingGroup): ThingGroup[] {
  return group.parent ? [...ancestorsOf(group.parent), group.parent] : []
}

export const rootOf = (group: ThingGroup): ThingGroup => ancestorsOf(group)[0] ?? group

export const isWithin = (group: ThingGroup, ancestor: ThingGroup): boolean =>
  group === ancestor || (group.parent !== undefined && isWithin(group.parent, ancestor))
