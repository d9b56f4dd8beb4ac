import {
  DescribeThingCommand,
  DescribeThingGroupCommand,
  GetIndexingConfigurationCommand,
  type IoTClient,
  ListBillingGroupsCommand,
  ListThingGroupsCommand,
  ListThingsCommand,
  ListThingsInBillingGroupCommand,
  ListThingsInThingGroupCommand,
  ListThingTypesCommand,
  SearchIndexCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import type { Call, Tally } from './call.ts'
import {
  name,
  optionalAttributes,
  optionalCount,
  optionalDate,
  optionalFlag,
  optionalInt,
  optionalLabel,
  optionalName,
  optionalNames,
  optionalText,
  optionalTimestamp,
} from './fields.ts'
import { softwareIn } from './package-shadow.ts'
import { orNull, type PageSizes, parseAnswer, parseItems, walk } from './pages.ts'

const listedThing = z.object({
  thingName: name,
  thingArn: optionalText,
  thingTypeName: optionalName,
  attributes: optionalAttributes,
  version: optionalCount,
})

const connectivity = z.object({
  connected: z.boolean().default(false),
  timestamp: optionalTimestamp,
  disconnectReason: optionalLabel,
  clientId: optionalLabel,
  keepAliveDuration: optionalInt,
  cleanSession: optionalFlag,
})

const indexedThing = z.object({
  thingName: name,
  thingId: optionalLabel,
  thingTypeName: optionalName,
  thingGroupNames: optionalNames,
  attributes: optionalAttributes,
  // What cannot be read says nothing: unknown, not disconnected.
  connectivity: connectivity.optional().catch(undefined),
  /** What its `$package` shadow reports, where the index holds it. */
  shadow: z.string().optional().catch(undefined).transform(softwareIn),
})

const thingType = z.object({
  thingTypeName: name,
  thingTypeArn: optionalText,
  thingTypeProperties: z
    .object({ thingTypeDescription: optionalText, searchableAttributes: optionalNames })
    .optional()
    .catch(undefined),
  thingTypeMetadata: z.object({ deprecated: optionalFlag, creationDate: optionalDate }).optional().catch(undefined),
})

const listedGroup = z.object({ groupName: name, groupArn: optionalText })

const thingGroup = z.object({
  thingGroupName: name,
  thingGroupId: optionalLabel,
  version: optionalCount,
  queryString: optionalText,
  thingGroupProperties: z
    .object({
      thingGroupDescription: optionalText,
      attributePayload: z.object({ attributes: optionalAttributes }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  thingGroupMetadata: z
    .object({ parentGroupName: optionalName, creationDate: optionalDate })
    .optional()
    .catch(undefined),
})

const indexing = z.object({
  thingIndexingConfiguration: z
    .object({
      thingIndexingMode: z.string().default('OFF'),
      thingConnectivityIndexingMode: z.string().default('OFF'),
      namedShadowIndexingMode: optionalLabel,
      filter: z.object({ namedShadowNames: optionalNames }).optional().catch(undefined),
    })
    .default({ thingIndexingMode: 'OFF', thingConnectivityIndexingMode: 'OFF' }),
})

export type ListedThing = z.infer<typeof listedThing>
export type IndexedThing = z.infer<typeof indexedThing>
export type ThingType = z.infer<typeof thingType>
export type ListedGroup = z.infer<typeof listedGroup>
export type ThingGroup = z.infer<typeof thingGroup>

/** Things, their types and groups, and the fleet index. Lists are walked from a page token. */
export function thingOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    async indexingConfiguration() {
      const operation = 'GetIndexingConfiguration'
      const answer = await call(operation, () => client.send(new GetIndexingConfigurationCommand({})))
      const { thingIndexingConfiguration } = parseAnswer(indexing, operation, answer)
      return {
        things: thingIndexingConfiguration.thingIndexingMode !== 'OFF',
        connectivity: thingIndexingConfiguration.thingConnectivityIndexingMode !== 'OFF',
        packages:
          thingIndexingConfiguration.namedShadowIndexingMode === 'ON' &&
          (thingIndexingConfiguration.filter?.namedShadowNames?.includes('$package') ?? false),
      }
    },

    /** The fleet index. The SDK has no paginator for it. */
    searchThings: (queryString: string, token?: string) =>
      walk('SearchIndex', token, async (nextToken) => {
        const input = { queryString, nextToken, maxResults: pages.search }
        const answer = await call('SearchIndex', () => client.send(new SearchIndexCommand(input)))
        return { items: parseItems(indexedThing, answer.things, tally), next: answer.nextToken }
      }),

    things: (token?: string) =>
      walk('ListThings', token, async (nextToken) => {
        const input = { nextToken, maxResults: pages.list }
        const answer = await call('ListThings', () => client.send(new ListThingsCommand(input)))
        return { items: parseItems(listedThing, answer.things, tally), next: answer.nextToken }
      }),

    /** Null when there is no such thing. */
    async thing(thingName: string) {
      const answer = await orNull(call('DescribeThing', () => client.send(new DescribeThingCommand({ thingName }))))
      return answer && parseAnswer(listedThing, 'DescribeThing', answer)
    },

    thingTypes: (token?: string) =>
      walk('ListThingTypes', token, async (nextToken) => {
        const input = { nextToken, maxResults: pages.list }
        const answer = await call('ListThingTypes', () => client.send(new ListThingTypesCommand(input)))
        return { items: parseItems(thingType, answer.thingTypes, tally), next: answer.nextToken }
      }),

    thingGroups: (token?: string) =>
      walk('ListThingGroups', token, async (nextToken) => {
        const input = { nextToken, maxResults: pages.list, recursive: true }
        const answer = await call('ListThingGroups', () => client.send(new ListThingGroupsCommand(input)))
        return { items: parseItems(listedGroup, answer.thingGroups, tally), next: answer.nextToken }
      }),

    /** Null when there is no such group. */
    async thingGroup(thingGroupName: string) {
      const answer = await orNull(
        call('DescribeThingGroup', () => client.send(new DescribeThingGroupCommand({ thingGroupName }))),
      )
      return answer && parseAnswer(thingGroup, 'DescribeThingGroup', answer)
    },

    billingGroups: (token?: string) =>
      walk('ListBillingGroups', token, async (nextToken) => {
        const input = { nextToken, maxResults: pages.list }
        const answer = await call('ListBillingGroups', () => client.send(new ListBillingGroupsCommand(input)))
        return { items: parseItems(listedGroup, answer.billingGroups, tally), next: answer.nextToken }
      }),

    /** Names of the direct members. */
    thingsInThingGroup: (thingGroupName: string, token?: string) =>
      walk('ListThingsInThingGroup', token, async (nextToken) => {
        const input = { thingGroupName, nextToken, maxResults: pages.list }
        const answer = await call('ListThingsInThingGroup', () => client.send(new ListThingsInThingGroupCommand(input)))
        return { items: parseItems(name, answer.things, tally), next: answer.nextToken }
      }),

    thingsInBillingGroup: (billingGroupName: string, token?: string) =>
      walk('ListThingsInBillingGroup', token, async (nextToken) => {
        const input = { billingGroupName, nextToken, maxResults: pages.list }
        const answer = await call('ListThingsInBillingGroup', () =>
          client.send(new ListThingsInBillingGroupCommand(input)),
        )
        return { items: parseItems(name, answer.things, tally), next: answer.nextToken }
      }),
  }
}
