import type { JobExecutionStatus, JobStatus } from '@aws-sdk/client-iot'

/** A job as AWS remembers it. Times are epoch seconds. */
export interface Job {
  readonly id: string
  readonly description: string
  /** ARNs of things and groups. */
  readonly targets: readonly string[]
  readonly targetSelection: 'SNAPSHOT' | 'CONTINUOUS'
  status: JobStatus
  readonly createdAt: number
  lastUpdatedAt: number
  completedAt: number | undefined
  /** By the name of the thing. */
  readonly executions: ReadonlyMap<string, JobExecution>
}

export interface JobExecution {
  status: JobExecutionStatus
  readonly queuedAt: number
  startedAt: number | undefined
  lastUpdatedAt: number
  /** What the device said last. */
  details: Readonly<Record<string, string>>
}
