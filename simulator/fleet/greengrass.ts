import type {
  ComponentDeploymentSpecification,
  DeploymentIoTJobConfiguration,
  DeploymentPolicies,
  InstalledComponentLifecycleState,
} from '@aws-sdk/client-greengrassv2'
import { hours } from '../clock.ts'
import { Named } from './named.ts'
import type { Thing } from './thing.ts'

/** A Greengrass core as the cloud knows it. Times are epoch milliseconds. */
export interface CoreDevice {
  readonly thing: Thing
  readonly name: string
  status: 'HEALTHY' | 'UNHEALTHY'
  /** When it last had a reason to report; it reports every day besides. */
  reportedAt: number
  /** From when on its software is dead, though something of the thing may still be connected. */
  readonly deadSince: number | undefined
  readonly platform: string
  readonly architecture: string
  readonly runtime: 'aws_nucleus_classic' | 'aws_nucleus_lite'
  version: string
  readonly components: Map<string, InstalledComponent>
}

export interface InstalledComponent {
  readonly name: string
  version: string
  state: InstalledComponentLifecycleState
  isRoot: boolean
  changedAt: number
  source: string
  codes: readonly string[]
}

/** A deployment to one thing or to a group of them. */
export interface CoreDeployment {
  readonly id: string
  readonly name: string
  readonly targetArn: string
  readonly parentTargetArn: string | undefined
  readonly revision: number
  readonly components: Readonly<Record<string, ComponentDeploymentSpecification>>
  readonly policies: DeploymentPolicies
  readonly jobConfiguration: DeploymentIoTJobConfiguration
  readonly createdAt: number
  /** The IoT job that carries it to its cores. */
  readonly jobId: string
  isCanceled: boolean
}

/** A component that the account made itself. */
export interface PrivateComponent {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly publisher: string
  readonly createdAt: number
}

export class Greengrass {
  readonly cores = new Named<CoreDevice>()
  /** By id, in the order they were made. */
  readonly deployments = new Map<string, CoreDeployment>()
  readonly components = new Named<PrivateComponent>()
}

const reportEveryMs = hours(24)

/**
 * When a core last told its state. It does so when something happens and every 24 hours, and keeps its last word when it is
 * dead or away: the cloud knows no OFFLINE.
 */
export function lastReportOf({ thing, reportedAt, deadSince }: CoreDevice, now: number): number {
  const { connectivity } = thing.details
  const awaySince = connectivity?.connected ? now : (connectivity?.timestamp ?? reportedAt)
  const until = Math.min(now, awaySince, deadSince ?? now)
  return reportedAt + Math.max(0, Math.floor((until - reportedAt) / reportEveryMs)) * reportEveryMs
}

/** What a core has once a deployment succeeded. */
export function installOn(core: CoreDevice, { components, targetArn, id }: CoreDeployment, at: number) {
  for (const [name, { componentVersion }] of Object.entries(components)) {
    if (componentVersion === undefined) continue
    const isNucleus = name.startsWith('aws.greengrass.Nucleus')
    if (isNucleus) core.version = componentVersion
    const state = isNucleus ? 'FINISHED' : 'RUNNING'
    const source = targetArn.includes(':thinggroup/') ? targetArn.slice(targetArn.indexOf('thinggroup/')) : id
    core.components.set(name, {
      name,
      version: componentVersion,
      state,
      isRoot: true,
      changedAt: at,
      source,
      codes: [],
    })
  }
  core.status = 'HEALTHY'
  core.reportedAt = Math.max(core.reportedAt, at)
}
