import {
  AddThingToThingGroupCommand,
  AttachPolicyCommand,
  type CertificateStatus,
  CreatePolicyCommand,
  CreateThingGroupCommand,
  DescribeThingCommand,
  DescribeThingGroupCommand,
  DetachPolicyCommand,
  GetPolicyCommand,
  GetThingConnectivityDataCommand,
  type IoTClient,
  type JobExecutionStatus,
  ListJobExecutionsForThingCommand,
  ListThingGroupsForThingCommand,
  RemoveThingFromThingGroupCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import type { Call, Tally } from './call.ts'
import {
  name,
  optionalAttributes,
  optionalCount,
  optionalDate,
  optionalLabel,
  optionalName,
  optionalText,
  optionalTimestamp,
} from './fields.ts'
import { orNull, type PageSizes, parseAnswer, parseItems, walk } from './pages.ts'

/** What AWS answers a change with: the id its support asks for. */
export type Written = { requestId: string | null }

const thing = z.object({
  thingName: name,
  thingId: optionalLabel,
  thingArn: optionalText,
  thingTypeName: optionalName,
  attributes: optionalAttributes,
  version: optionalCount,
  billingGroupName: optionalName,
})

const group = z.object({
  thingGroupName: name,
  thingGroupArn: optionalText,
  thingGroupId: optionalLabel,
  queryString: optionalText,
  version: optionalCount,
  thingGroupProperties: z
    .object({
      thingGroupDescription: optionalText,
      attributePayload: z.object({ attributes: optionalAttributes }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  thingGroupMetadata: z
    .object({
      parentGroupName: optionalName,
      rootToParentThingGroups: z.array(z.object({ groupName: name })).catch([]),
      creationDate: optionalDate,
    })
    .optional()
    .catch(undefined),
})

const connectivity = z.object({
  connected: z.boolean().optional().catch(undefined),
  timestamp: optionalDate,
  disconnectReason: optionalLabel,
  clientId: optionalLabel,
})

const policy = z.object({ policyArn: optionalText, policyDocument: optionalText, defaultVersionId: optionalLabel })
const listedGroup = z.object({ groupName: name, groupArn: optionalText })
const execution = z.object({
  jobId: name,
  jobExecutionSummary: z.object({ status: optionalLabel, queuedAt: optionalTimestamp }).optional().catch(undefined),
})

export type DescribedThing = z.infer<typeof thing>
export type DescribedGroup = z.infer<typeof group>

const unfinished: JobExecutionStatus[] = ['QUEUED', 'IN_PROGRESS']

/** What changes credentials, memberships and attachments, and what proves it. Null: AWS has no such object. */
export function responseOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  const written = (answer: { $metadata: { requestId?: string | undefined } }): Written => ({
    requestId: answer.$metadata.requestId ?? null,
  })

  return {
    async describeThing(thingName: string): Promise<DescribedThing | null> {
      const answer = await orNull(
        call('DescribeThing', (s) => client.send(new DescribeThingCommand({ thingName }), { abortSignal: s })),
      )
      return answer && parseAnswer(thing, 'DescribeThing', answer)
    },

    async describeGroup(thingGroupName: string): Promise<DescribedGroup | null> {
      const answer = await orNull(
        call('DescribeThingGroup', (s) =>
          client.send(new DescribeThingGroupCommand({ thingGroupName }), { abortSignal: s }),
        ),
      )
      return answer && parseAnswer(group, 'DescribeThingGroup', answer)
    },

    /** Names of the static and dynamic groups a thing is directly in. */
    async groupsOfThing(thingName: string): Promise<string[] | null> {
      const walked = walk('ListThingGroupsForThing', undefined, async (nextToken) => {
        const input = { thingName, nextToken, maxResults: pages.list }
        const answer = await call('ListThingGroupsForThing', (s) =>
          client.send(new ListThingGroupsForThingCommand(input), { abortSignal: s }),
        )
        return { items: parseItems(listedGroup, answer.thingGroups, tally), next: answer.nextToken }
      })
      return orNull(gather(walked, ({ groupName }) => groupName))
    },

    /** Jobs that a thing has not finished. */
    async jobsOfThing(thingName: string): Promise<{ jobId: string; status: string }[] | null> {
      const lists = unfinished.map((status) => {
        const walked = walk('ListJobExecutionsForThing', undefined, async (nextToken) => {
          const input = { thingName, status, nextToken, maxResults: pages.list }
          const answer = await call('ListJobExecutionsForThing', (s) =>
            client.send(new ListJobExecutionsForThingCommand(input), { abortSignal: s }),
          )
          return { items: parseItems(execution, answer.executionSummaries, tally), next: answer.nextToken }
        })
        // An endpoint that ignores the filter answers with finished ones, too.
        return gather(walked, (one) => ({ jobId: one.jobId, status: one.jobExecutionSummary?.status ?? status }))
      })
      const jobs = await orNull(Promise.all(lists))
      const found = jobs?.flat().filter(({ status }) => unfinished.some((one) => one === status))
      return found ? [...new Map(found.map((job) => [job.jobId, job])).values()] : null
    },

    /** What the fleet index knows of a thing's connection, sub-second fresh; needs connectivity indexing. */
    async connectivity(thingName: string) {
      const answer = await orNull(
        call('GetThingConnectivityData', (s) =>
          client.send(new GetThingConnectivityDataCommand({ thingName }), { abortSignal: s }),
        ),
      )
      if (!answer) return null
      const { connected, timestamp, disconnectReason, clientId } = parseAnswer(
        connectivity,
        'GetThingConnectivityData',
        answer,
      )
      return {
        connected: connected ?? null,
        at: timestamp ?? null,
        disconnectReason: disconnectReason ?? null,
        clientId: clientId ?? null,
      }
    },

    async getPolicy(policyName: string) {
      const answer = await orNull(
        call('GetPolicy', (s) => client.send(new GetPolicyCommand({ policyName }), { abortSignal: s })),
      )
      if (!answer) return null
      const { policyArn, policyDocument, defaultVersionId } = parseAnswer(policy, 'GetPolicy', answer)
      return {
        arn: policyArn ?? null,
        document: policyDocument ?? null,
        defaultVersionId: defaultVersionId ?? null,
      }
    },

    /** Fails with `invalid` where AWS does not allow the change, such as away from REVOKED. */
    async setCertificateStatus(certificateId: string, newStatus: CertificateStatus): Promise<Written> {
      const input = { certificateId, newStatus }
      return written(
        await call('UpdateCertificate', (s) => client.send(new UpdateCertificateCommand(input), { abortSignal: s })),
      )
    },

    async addToGroup(thingName: string, thingGroupName: string, overrideDynamicGroups = false): Promise<Written> {
      const input = { thingName, thingGroupName, overrideDynamicGroups }
      return written(
        await call('AddThingToThingGroup', (s) =>
          client.send(new AddThingToThingGroupCommand(input), { abortSignal: s }),
        ),
      )
    },

    async removeFromGroup(thingName: string, thingGroupName: string): Promise<Written> {
      const input = { thingName, thingGroupName }
      return written(
        await call('RemoveThingFromThingGroup', (s) =>
          client.send(new RemoveThingFromThingGroupCommand(input), { abortSignal: s }),
        ),
      )
    },

    async createGroup(thingGroupName: string, thingGroupDescription: string): Promise<Written> {
      const input = { thingGroupName, thingGroupProperties: { thingGroupDescription } }
      return written(
        await call('CreateThingGroup', (s) => client.send(new CreateThingGroupCommand(input), { abortSignal: s })),
      )
    },

    async createPolicy(policyName: string, policyDocument: string): Promise<Written> {
      const input = { policyName, policyDocument }
      return written(await call('CreatePolicy', (s) => client.send(new CreatePolicyCommand(input), { abortSignal: s })))
    },

    /** `target` is the ARN of a certificate or a thing group. */
    async attachPolicy(policyName: string, target: string): Promise<Written> {
      const input = { policyName, target }
      return written(await call('AttachPolicy', (s) => client.send(new AttachPolicyCommand(input), { abortSignal: s })))
    },

    async detachPolicy(policyName: string, target: string): Promise<Written> {
      const input = { policyName, target }
      return written(await call('DetachPolicy', (s) => client.send(new DetachPolicyCommand(input), { abortSignal: s })))
    },
  }
}

async function gather<T, R>(pages: AsyncIterable<{ items: T[] }>, take: (item: T) => R): Promise<R[]> {
  const items: R[] = []
  for await (const page of pages) for (const item of page.items) items.push(take(item))
  return items
}
