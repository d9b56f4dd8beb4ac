import type { UpdateIndexingConfigurationRequest } from '@aws-sdk/client-iot'
import type { Fleet } from '../../fleet/fleet.ts'
import type { IndexingConfiguration } from '../../fleet/indexing.ts'
import { oneOf } from '../check.ts'
import { invalidRequest } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'

/** What the account indexes. */
export const indexing: IotHandlers = {
  GetIndexingConfiguration(_input, { fleet }) {
    const { indexing } = fleet
    return {
      thingIndexingConfiguration: {
        thingIndexingMode: indexing.things,
        thingConnectivityIndexingMode: indexing.connectivity,
        deviceDefenderIndexingMode: indexing.defender,
        namedShadowIndexingMode: indexing.namedShadows,
        managedFields: indexing.things === 'OFF' ? [] : managedFields,
        customFields: indexing.customFields,
        filter: {
          namedShadowNames: indexing.namedShadowNames,
          connectivity: { includeSocketInformation: indexing.includeSocketInformation },
        },
      },
      thingGroupIndexingConfiguration: { thingGroupIndexingMode: indexing.groups, managedFields: [], customFields: [] },
    }
  },

  UpdateIndexingConfiguration(input, { fleet }) {
    fleet.indexing = { ...fleet.indexing, ...thingChanges(input), ...groupChanges(input) }
    return {}
  },

  ListIndices(_input, { fleet }) {
    const { things, groups } = fleet.indexing
    return {
      indexNames: [...(things === 'OFF' ? [] : ['AWS_Things']), ...(groups === 'OFF' ? [] : ['AWS_ThingGroups'])],
    }
  },
}

const managedFields = (
  [
    ['thingName', 'String'],
    ['thingId', 'String'],
    ['registry.version', 'Number'],
    ['registry.thingTypeName', 'String'],
    ['registry.thingGroupNames', 'String'],
    ['shadow.version', 'Number'],
    ['shadow.hasDelta', 'Boolean'],
    ['connectivity.connected', 'Boolean'],
    ['connectivity.timestamp', 'Number'],
    ['connectivity.disconnectReason', 'String'],
    ['connectivity.clientId', 'String'],
    ['connectivity.keepAliveDuration', 'Number'],
    ['connectivity.cleanSession', 'Boolean'],
    ['connectivity.sessionExpiry', 'Number'],
  ] as const
).map(([name, type]) => ({ name, type }))

type Changes = Partial<IndexingConfiguration>

function thingChanges({ thingIndexingConfiguration: wanted }: UpdateIndexingConfigurationRequest): Changes {
  if (!wanted) return {}
  const things = oneOf(wanted.thingIndexingMode, 'thingIndexingMode', ['OFF', 'REGISTRY', 'REGISTRY_AND_SHADOW'])
  const connectivity = oneOf(wanted.thingConnectivityIndexingMode ?? 'OFF', 'thingConnectivityIndexingMode', [
    'OFF',
    'STATUS',
  ])
  const defender = oneOf(wanted.deviceDefenderIndexingMode ?? 'OFF', 'deviceDefenderIndexingMode', [
    'OFF',
    'VIOLATIONS',
  ])
  const namedShadows = oneOf(wanted.namedShadowIndexingMode ?? 'OFF', 'namedShadowIndexingMode', ['OFF', 'ON'])
  const customFields = wanted.customFields ?? []
  if (things === 'OFF' && connectivity === 'STATUS') {
    throw invalidRequest('thingConnectivityIndexingMode must be OFF when thingIndexingMode is OFF')
  }
  if (customFields.length > 5) throw invalidRequest('At most 5 custom fields are allowed for AWS_Things')
  return {
    things,
    connectivity,
    defender,
    namedShadows,
    customFields,
    namedShadowNames: wanted.filter?.namedShadowNames ?? [],
    includeSocketInformation: wanted.filter?.connectivity?.includeSocketInformation ?? [],
  }
}

function groupChanges({ thingGroupIndexingConfiguration: wanted }: UpdateIndexingConfigurationRequest): Changes {
  return wanted ? { groups: oneOf(wanted.thingGroupIndexingMode, 'thingGroupIndexingMode', ['OFF', 'ON']) } : {}
}

/** The index must be on and known: AWS has no index to look in otherwise. */
export function indexIsOn(fleet: Fleet, name: 'AWS_Things' | 'AWS_ThingGroups') {
  return (name === 'AWS_Things' ? fleet.indexing.things : fleet.indexing.groups) !== 'OFF'
}
