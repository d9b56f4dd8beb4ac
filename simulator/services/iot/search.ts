import type { Fleet } from '../../fleet/fleet.ts'
import { indexesShadow } from '../../fleet/indexing.ts'
import { targetOf } from '../../fleet/presence.ts'
import { packageShadow } from '../../fleet/software.ts'
import type { Connectivity, Thing, ThingDetails } from '../../fleet/thing.ts'
import { ancestorsOf, type ThingGroup } from '../../fleet/thing-group.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { notFound } from '../refuse.ts'
import { findThing } from './find.ts'
import type { IotHandlers } from './handlers.ts'
import { indexIsOn } from './indexing.ts'
import { groupNamesOf } from './memberships.ts'
import { compileGroupQuery, compileThingQuery } from './search/compile.ts'

/** Looking into the fleet index. */
export const search: IotHandlers = {
  SearchIndex(input, { fleet, world }) {
    const index = requireIndex(fleet, input.indexName)
    fleet.jobs.advance()
    const paging = { operation: 'SearchIndex', max: world.options.searchPageMax, fallback: 100 }
    const query = required(input.queryString, 'queryString')
    if (index === 'AWS_ThingGroups') {
      const { items, next } = paginate(input, fleet.groups, { ...paging, where: compileGroupQuery(query) })
      return { thingGroups: items.map(groupDocument), nextToken: next }
    }
    const { matches, range } = compileThingQuery(fleet, query)
    const { items, next } = paginate(input, fleet.things, { ...paging, range, ...(matches && { where: matches }) })
    return { things: items.map((thing) => thingDocument(fleet, thing)), nextToken: next }
  },

  DescribeIndex({ indexName }, { fleet }) {
    const name = requireIndex(fleet, required(indexName, 'indexName'))
    const { things, connectivity } = fleet.indexing
    const shadow = things === 'REGISTRY_AND_SHADOW' ? '_AND_SHADOW' : ''
    const status = shadow ? '_AND_CONNECTIVITY_STATUS' : '_AND_CONNECTIVITY'
    const schema = `REGISTRY${shadow}${connectivity === 'STATUS' ? status : ''}`
    return { indexName: name, indexStatus: 'ACTIVE', schema: name === 'AWS_Things' ? schema : 'REGISTRY' }
  },

  GetThingConnectivityData({ thingName, includeSocketInformation }, { fleet }) {
    const { name, details } = findThing(fleet, thingName)
    if (fleet.indexing.connectivity !== 'STATUS') {
      throw new AwsError('IndexNotReadyException', 'Connectivity indexing is not enabled')
    }
    const session = details.connectivity
    if (!session) return { thingName: name, connected: false }
    const { sourceIp, sourcePort } = session
    const socket = includeSocketInformation && { sourceIp, sourcePort, ...targetOf(fleet, session.clientId) }
    return {
      thingName: name,
      ...connectivityDocument(session),
      timestamp: new Date(session.timestamp),
      ...socket,
    }
  },
}

/** The index an operation is about; AWS has none to look into while indexing is off. */
export function requireIndex(fleet: Fleet, name = 'AWS_Things') {
  const known = name === 'AWS_Things' || name === 'AWS_ThingGroups' ? name : undefined
  if (!known || !indexIsOn(fleet, known)) throw notFound(`Index ${name} does not exist`)
  return known
}

function thingDocument(fleet: Fleet, thing: Thing) {
  const { id, attributes, shadow, software, connectivity } = thing.details
  return {
    thingName: thing.name,
    thingId: id,
    thingTypeName: thing.type?.name,
    thingGroupNames: groupNamesOf(fleet, thing),
    attributes,
    shadow: shadowText(fleet, shadow, software),
    connectivity: fleet.indexing.connectivity === 'STATUS' ? connectivityDocument(connectivity) : undefined,
  }
}

/** The classic shadow, and beneath `name` the named ones that are indexed. */
function shadowText(fleet: Fleet, shadow: ThingDetails['shadow'], software: ThingDetails['software']) {
  if (fleet.indexing.things !== 'REGISTRY_AND_SHADOW') return undefined
  const versions = indexesShadow(fleet.indexing, '$package') ? packageShadow(software) : undefined
  const named = versions && { name: { $package: { ...versions, hasDelta: false } } }
  return shadow || named ? JSON.stringify({ ...shadow, ...named }) : undefined
}

/** A thing that never connected is only known not to be connected. */
function connectivityDocument(session: Connectivity | undefined) {
  if (!session) return { connected: false }
  return {
    connected: session.connected,
    timestamp: session.timestamp,
    disconnectReason: session.disconnectReason,
    keepAliveDuration: session.keepAlive,
    cleanSession: session.cleanSession,
    sessionExpiry: session.sessionExpiry,
    clientId: session.clientId,
  }
}

const groupDocument = (group: ThingGroup) => ({
  thingGroupName: group.name,
  thingGroupId: group.id,
  thingGroupDescription: group.description,
  attributes: group.attributes,
  parentGroupNames: ancestorsOf(group).map(({ name }) => name),
})
