import {
  CancelDeploymentCommand,
  GetCoreDeviceCommand,
  GetDeploymentCommand,
  type GreengrassV2Client,
  ListCoreDevicesCommand,
  ListDeploymentsCommand,
  ListEffectiveDeploymentsCommand,
  ListInstalledComponentsCommand,
} from '@aws-sdk/client-greengrassv2'
import { z } from 'zod'
import { plainText } from '#server/platform/plain-text.ts'
import { asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import { name, optionalDate, optionalFlag, optionalLabel, optionalText, status, text } from './fields.ts'
import type { Written } from './iot-response.ts'
import { orNull, parseAnswer, parseItems, walk } from './pages.ts'

/** AWS's most for every list of Greengrass. */
const pageSize = 100
const mostErrors = 50

const texts = z
  .array(z.unknown())
  .transform((list) => list.flatMap((one) => text.safeParse(one).data ?? []).slice(0, mostErrors))
  .catch([])

const core = z.object({
  coreDeviceThingName: name,
  status,
  lastStatusUpdateTimestamp: optionalDate,
  platform: optionalLabel,
  architecture: optionalLabel,
  runtime: optionalLabel,
})

const listedDeployment = z.object({
  deploymentId: name,
  deploymentName: optionalLabel,
  targetArn: optionalText,
  deploymentStatus: status,
  creationTimestamp: optionalDate,
  isLatestForTarget: optionalFlag,
})

const components = z
  .record(z.string(), z.object({ componentVersion: optionalLabel }).catch({ componentVersion: undefined }))
  .transform((told) =>
    Object.entries(told).map(([component, { componentVersion }]) => ({
      name: plainText(component),
      version: componentVersion ?? '',
    })),
  )
  .catch([])

const describedDeployment = listedDeployment.extend({ iotJobId: name.optional().catch(undefined), components })

const installedComponent = z.object({
  componentName: name,
  componentVersion: name,
  lifecycleState: optionalLabel,
  isRoot: optionalFlag,
  lastStatusChangeTimestamp: optionalDate,
  lastReportedTimestamp: optionalDate,
  lastInstallationSource: optionalLabel,
})

const effectiveDeployment = z.object({
  deploymentId: name,
  coreDeviceExecutionStatus: status,
  reason: optionalText,
  creationTimestamp: optionalDate,
  modifiedTimestamp: optionalDate,
  statusDetails: z.object({ errorStack: texts, errorTypes: texts }).optional().catch(undefined),
})

export type CoreDevice = z.infer<typeof core>
export type ListedDeployment = z.infer<typeof listedDeployment>
/** `raw` is the whole answer, as AWS words it. */
export type DescribedDeployment = z.infer<typeof describedDeployment> & { raw: Record<string, unknown> }
export type InstalledComponent = z.infer<typeof installedComponent>
export type EffectiveDeployment = z.infer<typeof effectiveDeployment>

/** AWS IoT Greengrass V2: one bucket of calls for all of it (see quotas.ts). */
export function greengrassOperations(client: () => GreengrassV2Client, call: Call, tally: Tally) {
  return {
    cores: (token?: string) =>
      walk('ListCoreDevices', token, async (nextToken) => {
        const answer = await call('ListCoreDevices', () =>
          client().send(new ListCoreDevicesCommand({ nextToken, maxResults: pageSize })),
        )
        return { items: parseItems(core, answer.coreDevices, tally), next: answer.nextToken }
      }),

    /** Null when there is no such core. */
    async core(coreDeviceThingName: string) {
      const answer = await orNull(
        call('GetCoreDevice', () => client().send(new GetCoreDeviceCommand({ coreDeviceThingName }))),
      )
      return answer && parseAnswer(core, 'GetCoreDevice', answer)
    },

    /** Every deployment there was, also those that a later one of the same target replaced. */
    deployments: (token?: string) =>
      walk('ListDeployments', token, async (nextToken) => {
        const input = { historyFilter: 'ALL' as const, nextToken, maxResults: pageSize }
        const answer = await call('ListDeployments', () => client().send(new ListDeploymentsCommand(input)))
        return { items: parseItems(listedDeployment, answer.deployments, tally), next: answer.nextToken }
      }),

    /** Null when there is no such deployment. */
    async deployment(deploymentId: string): Promise<DescribedDeployment | null> {
      const answer = await orNull(
        call('GetDeployment', () => client().send(new GetDeploymentCommand({ deploymentId }))),
      )
      return answer && { ...parseAnswer(describedDeployment, 'GetDeployment', answer), raw: asTold(answer) }
    },

    /** All that one core runs, dependencies too; null when there is no such core. */
    async installedComponents(coreDeviceThingName: string): Promise<InstalledComponent[] | null> {
      const pages = walk('ListInstalledComponents', undefined, async (nextToken) => {
        const input = { coreDeviceThingName, topologyFilter: 'ALL' as const, nextToken, maxResults: pageSize }
        const answer = await call('ListInstalledComponents', () =>
          client().send(new ListInstalledComponentsCommand(input)),
        )
        return { items: parseItems(installedComponent, answer.installedComponents, tally), next: answer.nextToken }
      })
      return orNull(allOf(pages))
    },

    /** How each deployment went on one core; null when there is no such core. */
    async effectiveDeployments(coreDeviceThingName: string): Promise<EffectiveDeployment[] | null> {
      const pages = walk('ListEffectiveDeployments', undefined, async (nextToken) => {
        const input = { coreDeviceThingName, nextToken, maxResults: pageSize }
        const answer = await call('ListEffectiveDeployments', () =>
          client().send(new ListEffectiveDeploymentsCommand(input)),
        )
        return { items: parseItems(effectiveDeployment, answer.effectiveDeployments, tally), next: answer.nextToken }
      })
      return orNull(allOf(pages))
    },
  }
}

/** What Greengrass can be asked to do, and what that is decided by. */
export function greengrassAsking(client: () => GreengrassV2Client, call: Call, tally: Tally) {
  const { deployment } = greengrassOperations(client, call, tally)
  return {
    coreDeployment: deployment,
    /** Cores that have received it keep it. Throws an AwsFailure, also of one that is over. */
    cancelDeployment: (deploymentId: string): Promise<Written> =>
      call('CancelDeployment', (s) =>
        client().send(new CancelDeploymentCommand({ deploymentId }), { abortSignal: s }),
      ).then(({ $metadata }) => ({ requestId: $metadata.requestId ?? null })),
  }
}

async function allOf<T>(pages: AsyncIterable<{ items: T[] }>): Promise<T[]> {
  const all: T[] = []
  for await (const { items } of pages) all.push(...items)
  return all
}
