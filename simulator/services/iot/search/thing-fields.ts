import type { Fleet } from '../../../fleet/fleet.ts'
import { indexesShadow } from '../../../fleet/indexing.ts'
import type { Thing } from '../../../fleet/thing.ts'
import type { GroupNames } from '../memberships.ts'
import { own } from '../own.ts'
import { type Fields, type FieldValue, present, type ReadField } from './evaluate.ts'
import { invalidQuery } from './tokens.ts'

type ReadThing = ReadField<Thing>

/** The fields of the thing index. `groupNames` says which groups count as a thing's. */
export const thingFields = (fleet: Fleet, groupNames: GroupNames): Fields<Thing> => ({
  named: (field) => fieldReader(fleet, field, groupNames),
  every: (thing) => [
    thing.name,
    ...present(thing.type?.name),
    ...groupNames(fleet, thing),
    ...Object.values(thing.details.attributes),
  ],
})

/** Finds the reader of a field. Fields of a part of the index that is switched off, or that do not exist, match nothing. */
function fieldReader(fleet: Fleet, field: string, groupNames: GroupNames): ReadThing {
  const name = field.startsWith('registry.') ? field.slice('registry.'.length) : field
  const simple = own(registryFields(fleet, groupNames), name)
  if (simple) return simple
  const [section = '', ...path] = name.split('.')
  const key = path.join('.')
  if (path.length && section === 'attributes') return (thing) => present(own(thing.details.attributes, key))
  if (path.length && section === 'connectivity')
    return fleet.indexing.connectivity === 'STATUS' ? connectivityReader(key) : nothing
  if (section === 'shadow' && path[0] === 'name')
    return path[1] === '$package' && indexesShadow(fleet.indexing, '$package')
      ? packageReader(path.slice(2).join('.'))
      : nothing
  if (path.length && section === 'shadow')
    return fleet.indexing.things === 'REGISTRY_AND_SHADOW' ? shadowReader(path) : nothing
  if (path.length && section === 'deviceDefender') return nothing
  throw invalidQuery(`Unknown field '${field}'`)
}

const registryFields = (fleet: Fleet, groupNames: GroupNames): Record<string, ReadThing | undefined> => ({
  thingName: (thing) => [thing.name],
  thingId: (thing) => [thing.details.id],
  thingTypeName: (thing) => present(thing.type?.name),
  version: (thing) => [thing.version],
  thingGroupNames: (thing) => groupNames(fleet, thing),
})

function connectivityReader(key: string): ReadThing {
  return (thing) => {
    const session = thing.details.connectivity
    if (key === 'connected') return [session?.connected ?? false]
    if (!session) return []
    const values: Record<string, FieldValue | undefined> = {
      timestamp: session.timestamp,
      clientId: session.clientId,
      disconnectReason: session.disconnectReason,
      keepAliveDuration: session.keepAlive,
      cleanSession: session.cleanSession,
      sessionExpiry: session.sessionExpiry,
    }
    return present(own(values, key))
  }
}

function shadowReader(path: string[]): ReadThing {
  if (path[0] === 'hasDelta') return (thing) => (thing.details.shadow ? ['delta' in thing.details.shadow] : [])
  return (thing) => {
    let value: unknown = thing.details.shadow
    for (const key of path)
      value = typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, key) : undefined
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [value] : []
  }
}

/** `reported.PACKAGE.version`, where names of packages may have points. */
function packageReader(path: string): ReadThing {
  if (path === 'hasDelta') return (thing) => (thing.details.software ? [false] : [])
  const name = /^reported\.(.+)\.version$/.exec(path)?.[1]
  return name === undefined ? nothing : (thing) => present(own(thing.details.software ?? {}, name))
}

const nothing: ReadThing = () => []
