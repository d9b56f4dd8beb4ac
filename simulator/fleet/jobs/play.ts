import { minutes } from '../../clock.ts'
import type { Fleet } from '../fleet.ts'
import type { Thing } from '../thing.ts'
import { isOver, type JobExecution } from './executions.ts'
import type { Details } from './fate.ts'
import type { Job } from './job.ts'
import { devicesOf } from './members.ts'
import { isToBeAborted, nextBatch } from './rollout.ts'
import { succeeded } from './success.ts'
import { nextOpening } from './windows.ts'

type Plan = (at: number, happens: (at: number) => void) => void

/** How long a device takes to turn to its next execution, and to look for work once it is back. */
const nextAfterMs = 2000

/** What happens to jobs and executions, one thing after another. Every time is epoch milliseconds. */
export class Play {
  readonly #busy = new Map<Thing, JobExecution>()
  /** Notified, while their device is busy with another. */
  readonly #waiting = new Map<Thing, JobExecution[]>()
  /** Notified, while their device is away. */
  readonly #away = new Set<JobExecution>()

  constructor(
    readonly fleet: Fleet,
    readonly plan: Plan,
  ) {}

  begin(job: Job, things: readonly Thing[], now: number) {
    if (!job.isOpen) return
    job.status = 'IN_PROGRESS'
    job.hasBegun = true
    job.lastUpdatedAt = now
    for (const thing of things) job.executions.add(job, thing, now)
    this.#rollOut(job, now)
    this.#settle(job, now)
  }

  /** What has joined the targets of a continuous job gets an execution, too. */
  grow(job: Job, now: number) {
    const { executions } = job
    const joined = devicesOf(this.fleet, job).filter(({ name }) => !executions.get(name))
    for (const thing of joined) executions.add(job, thing, now)
    if (joined.length && !job.isRollingOut && !job.isWaiting) this.#rollOut(job, now)
  }

  /** Devices that are back take what was waiting for them. */
  wake(now: number) {
    for (const execution of this.#away) {
      const { connectivity } = execution.thing.details
      const isGone = this.fleet.things.get(execution.thing.name) !== execution.thing
      if (!isGone && !connectivity?.connected && execution.status === 'QUEUED') continue
      this.#away.delete(execution)
      const backAt = Math.max(connectivity?.timestamp ?? now, execution.lastUpdatedAt)
      this.plan(Math.min(now, backAt + nextAfterMs), (at) => this.#reach(execution, execution.version, at))
    }
  }

  cancel(job: Job, now: number, isForced: boolean) {
    if (!job.isOpen && !isForced) return
    for (const execution of job.executions.items) {
      if (execution.status === 'QUEUED' || (isForced && execution.status === 'IN_PROGRESS'))
        this.cancelExecution(execution, now, { isForced: isForced && execution.status === 'IN_PROGRESS' })
    }
    job.status = 'CANCELED'
    job.isRollingOut = false
    job.isForced ||= isForced
    job.completedAt ??= now
    job.lastUpdatedAt = now
  }

  cancelExecution(
    execution: JobExecution,
    now: number,
    { isForced, details }: { isForced: boolean; details?: Details },
  ) {
    execution.isForced = isForced
    this.#end(execution, now, 'CANCELED', details)
  }

  #rollOut(job: Job, at: number) {
    const opensAt = nextOpening(job.order.scheduling, at)
    job.isWaiting = opensAt !== at
    if (job.isWaiting) {
      job.isRollingOut = false
      if (opensAt !== undefined) this.plan(opensAt, (then) => job.isOpen && this.#rollOut(job, then))
      return
    }
    const { count, pauseMs } = nextBatch(job)
    const { executions } = job
    for (let index = 0; index < count && job.notified < executions.size; index++) {
      const execution = executions.at(job.notified++)
      const { startsAfter } = this.#fateOf(execution)
      if (startsAfter === undefined) continue
      const { version } = execution
      this.plan(at + startsAfter, (then) => this.#reach(execution, version, then))
    }
    job.isRollingOut = job.isOpen && job.notified < executions.size
    if (job.isRollingOut) this.plan(at + pauseMs, (then) => job.isOpen && this.#rollOut(job, then))
  }

  /** A device hears of an execution, unless something has become of that since. */
  #reach(execution: JobExecution, version: number, at: number) {
    const { thing, job } = execution
    if (execution.status !== 'QUEUED' || execution.version !== version) return
    if (this.fleet.things.get(thing.name) !== thing) return this.#end(execution, at, 'REMOVED')
    const fate = this.#fateOf(execution)
    if (!fate.anyway && !this.#isThere(execution, at)) return
    if (this.#busy.has(thing)) {
      const waiting = this.#waiting.get(thing)
      if (waiting) waiting.push(execution)
      else this.#waiting.set(thing, [execution])
      return
    }
    if (fate.ends === 'REJECTED') return this.#end(execution, at, 'REJECTED', fate.says)
    this.#busy.set(thing, execution)
    execution.startedAt = at
    job.executions.change(execution, at, { status: 'IN_PROGRESS', details: fate.begins })
    this.#timeOutLater(execution, at)
    const begun = execution.version
    if (fate.runs !== undefined)
      this.plan(at + fate.runs, (then) => {
        if (execution.version === begun) this.#end(execution, then, fate.ends, fate.says)
      })
  }

  /** Whether the device is connected; otherwise it is seen to that it hears of the execution once it is. */
  #isThere(execution: JobExecution, at: number): boolean {
    const { connectivity } = execution.thing.details
    if (!connectivity?.connected) {
      this.#away.add(execution)
      return false
    }
    const backAt = connectivity.timestamp + nextAfterMs
    const { version } = execution
    if (backAt <= at || backAt > this.fleet.clock.now()) return true
    this.plan(backAt, (then) => this.#reach(execution, version, then))
    return false
  }

  #timeOutLater(execution: JobExecution, at: number) {
    const allowed = execution.job.timeout?.inProgressTimeoutInMinutes
    if (!allowed) return
    const { version } = execution
    execution.timesOutAt = at + minutes(allowed)
    this.plan(execution.timesOutAt, (then) => {
      if (execution.version === version && execution.status === 'IN_PROGRESS') this.#end(execution, then, 'TIMED_OUT')
    })
  }

  #end(execution: JobExecution, at: number, status: JobExecution['status'], details?: Details) {
    if (isOver(execution)) return
    const { job, thing } = execution
    execution.timesOutAt = undefined
    job.executions.change(execution, at, { status, ...(details && { details }) })
    this.#away.delete(execution)
    if (this.#busy.get(thing) === execution) this.#release(thing, at)
    if (status === 'SUCCEEDED') succeeded(this.fleet, execution, at)
    if (isToBeAborted(job) && job.isOpen && status !== 'CANCELED') this.cancel(job, at, false)
    else if (!this.#retry(execution, at)) this.#settle(job, at)
  }

  #release(thing: Thing, at: number) {
    this.#busy.delete(thing)
    const waiting = this.#waiting.get(thing) ?? []
    this.#waiting.delete(thing)
    for (const execution of waiting) {
      const { version } = execution
      this.plan(at + nextAfterMs, (then) => this.#reach(execution, version, then))
    }
  }

  #retry(execution: JobExecution, at: number): boolean {
    const { job, status } = execution
    if (!job.isOpen || (status !== 'FAILED' && status !== 'TIMED_OUT')) return false
    const allowed = (job.retry?.criteriaList ?? []).find(
      ({ failureType }) => failureType === status || failureType === 'ALL',
    )
    if (execution.attempt >= (allowed?.numberOfRetries ?? 0)) return false
    execution.attempt++
    execution.number++
    execution.startedAt = undefined
    execution.queuedAt = at
    job.executions.change(execution, at, { status: 'QUEUED' })
    const { version } = execution
    const { startsAfter } = this.#fateOf(execution)
    if (startsAfter !== undefined) this.plan(at + startsAfter, (then) => this.#reach(execution, version, then))
    return true
  }

  /** A snapshot is over when all its executions are. */
  #settle(job: Job, at: number) {
    const { QUEUED, IN_PROGRESS } = job.executions.counts
    if (job.status !== 'IN_PROGRESS' || job.order.targetSelection !== 'SNAPSHOT' || QUEUED + IN_PROGRESS > 0) return
    job.status = 'COMPLETED'
    job.completedAt = at
    job.lastUpdatedAt = at
  }

  #fateOf({ job, thing, attempt }: JobExecution) {
    return job.order.script(thing, attempt)
  }
}
