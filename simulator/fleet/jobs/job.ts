import type {
  AbortConfig,
  JobExecutionsRetryConfig,
  JobExecutionsRolloutConfig,
  JobStatus,
  SchedulingConfig,
  TimeoutConfig,
} from '@aws-sdk/client-iot'
import type { CoreDeployment } from '../greengrass.ts'
import type { Thing } from '../thing.ts'
import { Executions } from './executions.ts'
import type { Script } from './fate.ts'

/** What a job is asked to be. Times are epoch milliseconds. */
export interface JobOrder {
  readonly id: string
  /** ARNs of things and groups. */
  readonly targets: readonly string[]
  readonly targetSelection: 'SNAPSHOT' | 'CONTINUOUS'
  readonly createdAt: number
  readonly document: string
  readonly documentSource?: string | undefined
  readonly description?: string | undefined
  readonly rollout?: JobExecutionsRolloutConfig | undefined
  readonly abort?: AbortConfig | undefined
  readonly timeout?: TimeoutConfig | undefined
  readonly retry?: JobExecutionsRetryConfig | undefined
  readonly scheduling?: SchedulingConfig | undefined
  /** ARNs of package versions that a device has once it succeeded. */
  readonly packages?: readonly string[] | undefined
  /** The Greengrass deployment that it carries to its cores. */
  readonly carries?: CoreDeployment | undefined
  /** Whom of its targets it concerns; everything, unless said. */
  readonly only?: ((thing: Thing) => boolean) | undefined
  /** How its devices behave. */
  readonly script: Script
}

/** A job as AWS remembers it. */
export class Job {
  status: JobStatus = 'IN_PROGRESS'
  description: string | undefined
  rollout: JobExecutionsRolloutConfig | undefined
  abort: AbortConfig | undefined
  timeout: TimeoutConfig | undefined
  retry: JobExecutionsRetryConfig | undefined
  targets: readonly string[]
  lastUpdatedAt: number
  completedAt: number | undefined
  isForced = false
  reasonCode: string | undefined
  comment: string | undefined
  readonly executions = new Executions()
  hasBegun = false
  /** How many of its executions the devices know of. */
  notified = 0
  /** How often the rate of its rollout has grown. */
  growths = 0
  /** Whether the next devices are going to be notified. */
  isRollingOut = false
  /** Whether the others wait for its next maintenance window. */
  isWaiting = false

  constructor(readonly order: JobOrder) {
    this.description = order.description
    this.rollout = order.rollout
    this.abort = order.abort
    this.timeout = order.timeout
    this.retry = order.retry
    this.targets = order.targets
    this.lastUpdatedAt = order.createdAt
  }

  get id() {
    return this.order.id
  }

  get isOpen() {
    return this.status === 'IN_PROGRESS' || this.status === 'SCHEDULED'
  }
}
