import type { JobExecutionStatus } from '@aws-sdk/client-iot'
import type { Ordered } from '../ordered.ts'
import type { Thing } from '../thing.ts'
import type { Details } from './fate.ts'
import type { Job } from './job.ts'

/** One thing's part in a job. Times are epoch milliseconds. */
export interface JobExecution {
  readonly job: Job
  readonly thing: Thing
  readonly place: number
  status: JobExecutionStatus
  queuedAt: number
  startedAt: number | undefined
  lastUpdatedAt: number
  timesOutAt: number | undefined
  /** What the device said last. */
  details: Details
  number: number
  attempt: number
  /** Grows with every change. */
  version: number
  isForced: boolean
}

/** The executions of a job in the order they came to be, found by thing, and counted as they change. */
export class Executions implements Ordered<JobExecution> {
  readonly counts: Record<JobExecutionStatus, number> = {
    QUEUED: 0,
    IN_PROGRESS: 0,
    SUCCEEDED: 0,
    FAILED: 0,
    TIMED_OUT: 0,
    REJECTED: 0,
    REMOVED: 0,
    CANCELED: 0,
  }
  readonly #list: JobExecution[] = []
  readonly #byThing = new Map<string, JobExecution>()

  get size() {
    return this.#list.length
  }

  get items(): readonly JobExecution[] {
    return this.#list
  }

  at(index: number) {
    return this.#list[index] as JobExecution
  }

  keyOf({ place }: JobExecution) {
    return String(place)
  }

  positionAfter(key: string) {
    return Number(key) + 1
  }

  get(thing: string) {
    return this.#byThing.get(thing)
  }

  add(job: Job, thing: Thing, now: number) {
    const execution: JobExecution = {
      job,
      thing,
      place: this.#list.length,
      status: 'QUEUED',
      queuedAt: now,
      startedAt: undefined,
      lastUpdatedAt: now,
      timesOutAt: undefined,
      details: nothingSaid,
      number: 1,
      attempt: 0,
      version: 1,
      isForced: false,
    }
    this.#list.push(execution)
    this.#byThing.set(thing.name, execution)
    this.counts.QUEUED++
    return execution
  }

  /** Every change of an execution goes through here, so that counts and versions are true. */
  change(execution: JobExecution, now: number, { status, details }: { status: JobExecutionStatus; details?: Details }) {
    this.counts[execution.status]--
    this.counts[status]++
    execution.status = status
    execution.lastUpdatedAt = now
    execution.version++
    if (details) execution.details = details
    execution.job.lastUpdatedAt = Math.max(execution.job.lastUpdatedAt, now)
  }
}

const nothingSaid: Details = {}

export const isOver = ({ status }: JobExecution) => status !== 'QUEUED' && status !== 'IN_PROGRESS'
