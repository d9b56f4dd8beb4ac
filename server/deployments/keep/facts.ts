import { createHash } from 'node:crypto'
import type { DeploymentCounts, ExecutionStatus } from '#contract/deployments.ts'

/** What AWS says of a deployment of either kind. `document` undefined: not asked for, what is known stays. */
export type DeploymentFacts = {
  kind: 'job' | 'greengrass'
  name: string
  title: string
  arn: string
  awsStatus: string
  description: string | null
  document?: string | null | undefined
  targets: string[]
  packages: NameAndVersion[]
  components: NameAndVersion[]
  /** By AWS's own keys, the same for both kinds: jobExecutionsRolloutConfig, abortConfig, timeoutConfig, … */
  config: Record<string, unknown>
  carriedBy: string | null
  continuous: boolean
  superseded: boolean
  security: boolean
  createdAt: Date | null
  updatedAt: Date | null
  completedAt: Date | null
}

export type NameAndVersion = { name: string; version: string }

/** A state that AWS counts. */
export type CountedStatus = Exclude<ExecutionStatus, 'UNKNOWN'>

/** The state of an execution that each count is of. */
export const countedAs: Record<keyof DeploymentCounts, CountedStatus> = {
  queued: 'QUEUED',
  inProgress: 'IN_PROGRESS',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  timedOut: 'TIMED_OUT',
  rejected: 'REJECTED',
  removed: 'REMOVED',
  canceled: 'CANCELED',
}

/** The columns of counts, in the order everything here gives them in. */
export const countColumns = [
  'queued',
  'in_progress',
  'succeeded',
  'failed',
  'timed_out',
  'rejected',
  'removed',
  'canceled',
] as const

/** SQL: a number that tells one set of counts from another. */
export const hashOfCounts = (table: string): string =>
  `hashtextextended(concat_ws(',', ${countColumns.map((column) => `${table}.${column}`).join(', ')}), 0)`

/** A thing's name as 64 bits, the same as `thingKeySql` makes of it. */
export const thingKey = (thing: string): string => createHash('md5').update(thing).digest().readBigInt64BE().toString()

export const thingKeySql = (name: string): string => `('x' || left(md5(${name}), 16))::bit(64)::bigint`
