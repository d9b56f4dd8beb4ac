import type { Fleet } from '../../../fleet/fleet.ts'
import type { Thing } from '../../../fleet/thing.ts'
import { ancestorsOf, type ThingGroup } from '../../../fleet/thing-group.ts'
import { type GroupNames, groupNamesOf } from '../memberships.ts'
import { own } from '../own.ts'
import { type Fields, predicate, present } from './evaluate.ts'
import { parseQuery, type Query } from './parse.ts'
import { thingFields } from './thing-fields.ts'
import { invalidQuery } from './tokens.ts'

export interface ThingQuery {
  test: (thing: Thing) => boolean
  /** The same test, absent when every thing within `range` passes it. */
  matches: ((thing: Thing) => boolean) | undefined
  /** Positions in the fleet's name order between which all matches lie. */
  range: [start: number, end: number]
}

/**
 * Turns a query over AWS_Things into a test of one thing and the part of the fleet worth testing. A dynamic group's own query sees static groups only, which `groupNames` says.
 */
export function compileThingQuery(fleet: Fleet, text: string, groupNames: GroupNames = groupNamesOf): ThingQuery {
  const query = parseQuery(text)
  const prefix = requiredPrefix(query)
  const test = predicate(thingFields(fleet, groupNames), query)
  return {
    test,
    matches: decidedByName(query) ? undefined : test,
    range: prefix ? fleet.things.rangeOfPrefix(prefix) : [0, fleet.things.size],
  }
}

/** A query over AWS_ThingGroups as a test of one group. */
export const compileGroupQuery = (text: string) => predicate(groupFields, parseQuery(text))

/** `*` and `thingName:abc*` are answered by the name order alone. */
const decidedByName = (query: Query) =>
  query.kind === 'all' || (query.kind === 'match' && query.field === 'thingName' && isPlainPrefix(query))

const isPlainPrefix = ({ value, quoted }: { value: string; quoted: boolean }) => !quoted && /^[^*?]*\*$/.test(value)

/** What every match's name must start with. */
function requiredPrefix(query: Query): string {
  if (query.kind === 'match' && query.field === 'thingName')
    return query.quoted ? query.value : beforeWildcard(query.value)
  if (query.kind !== 'and') return ''
  return query.parts
    .map(requiredPrefix)
    .reduce((longest, prefix) => (prefix.length > longest.length ? prefix : longest), '')
}

const beforeWildcard = (value: string) => value.split(/[*?]/)[0] ?? ''

const groupFields: Fields<ThingGroup> = {
  named(field) {
    const [section, ...path] = field.split('.')
    if (field === 'thingGroupName') return (group) => [group.name]
    if (field === 'thingGroupId') return (group) => [group.id]
    if (field === 'thingGroupDescription') return (group) => present(group.description)
    if (field === 'parentGroupNames') return (group) => ancestorsOf(group).map(({ name }) => name)
    if (section === 'attributes' && path.length) return (group) => present(own(group.attributes, path.join('.')))
    throw invalidQuery(`Unknown field '${field}'`)
  },
  every: (group) => [group.name, ...present(group.description), ...Object.values(group.attributes)],
}
