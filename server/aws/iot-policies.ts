import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import type { Call, Tally } from './call.ts'
import { name, optionalDate, optionalLabel, optionalText, reference, text } from './fields.ts'
import { orNull, type PageSizes, parseAnswer, parseItems, walk } from './pages.ts'

const listedPolicy = z.object({ policyName: name, policyArn: optionalText })
const listedVersion = z.object({
  versionId: name,
  isDefaultVersion: z.boolean().catch(false),
  createDate: optionalDate,
})
const policy = z.object({
  defaultVersionId: optionalLabel,
  creationDate: optionalDate,
  lastModifiedDate: optionalDate,
  generationId: optionalText,
})
const version = z.object({ policyDocument: text })

export type ListedPolicy = z.infer<typeof listedPolicy>

/** AWS IoT policies, their versions, and what they are attached to. */
export function policyOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    policies: (token?: string) =>
      walk('ListPolicies', token, async (marker) => {
        const input = { marker, pageSize: pages.list, ascendingOrder: true }
        const answer = await call('ListPolicies', () => client.send(new ListPoliciesCommand(input)))
        return { items: parseItems(listedPolicy, answer.policies, tally), next: answer.nextMarker }
      }),

    /** Null when there is no such policy. */
    async policy(policyName: string) {
      const answer = await orNull(call('GetPolicy', () => client.send(new GetPolicyCommand({ policyName }))))
      return answer && parseAnswer(policy, 'GetPolicy', answer)
    },

    /** At most five, in one answer; null when there is no such policy. */
    async policyVersions(policyName: string) {
      const answer = await orNull(
        call('ListPolicyVersions', () => client.send(new ListPolicyVersionsCommand({ policyName }))),
      )
      return answer && parseItems(listedVersion, answer.policyVersions, tally)
    },

    /** The document as AWS keeps it; it never changes. Null when there is no such version. */
    async policyDocument(policyName: string, policyVersionId: string) {
      const answer = await orNull(
        call('GetPolicyVersion', () => client.send(new GetPolicyVersionCommand({ policyName, policyVersionId }))),
      )
      return answer && parseAnswer(version, 'GetPolicyVersion', answer).policyDocument
    },

    /** Certificate ARNs, thing group ARNs and Cognito identities. */
    policyTargets: (policyName: string, token?: string) =>
      walk('ListTargetsForPolicy', token, async (marker) => {
        const input = { policyName, marker, pageSize: pages.list }
        const answer = await call('ListTargetsForPolicy', () => client.send(new ListTargetsForPolicyCommand(input)))
        return { items: parseItems(reference, answer.targets, tally), next: answer.nextMarker }
      }),

    /** Names of the policies attached to a certificate or group, by ARN, not those of parent groups. */
    async attachedPolicies(target: string) {
      const names: string[] = []
      const attached = walk('ListAttachedPolicies', undefined, async (marker) => {
        const input = { target, marker, pageSize: pages.list, recursive: false }
        const answer = await call('ListAttachedPolicies', () => client.send(new ListAttachedPoliciesCommand(input)))
        return { items: parseItems(listedPolicy, answer.policies, tally), next: answer.nextMarker }
      })
      for await (const { items } of attached) names.push(...items.map(({ policyName }) => policyName))
      return names
    },
  }
}
