import type { Fleet } from '../fleet.ts'
import type { Thing } from '../thing.ts'
import { isOver, type JobExecution } from './executions.ts'
import { type Mix, smoothly } from './fate.ts'
import { Heap } from './heap.ts'
import { Job, type JobOrder } from './job.ts'
import { devicesOf } from './members.ts'
import { Play } from './play.ts'
import { nextOpening } from './windows.ts'

interface Due {
  readonly at: number
  /** Milliseconds, as is everything here. */
  readonly happens: (at: number) => void
}

/** How often it is looked who has come back, and who has joined a group. */
const lookEveryMs = 5000

/**
 * The jobs of a fleet. Nothing runs by itself: whoever asks first lets everything happen that was due by the clock until
 * then, in order, across all jobs, since a device takes one execution at a time. A job nobody asks about costs nothing.
 */
export class Jobs {
  /** How the devices of jobs behave that are created from outside. */
  habits: Mix = smoothly
  readonly #byId = new Map<string, Job>()
  readonly #due = new Heap<Due>()
  readonly #play: Play
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(readonly fleet: Fleet) {
    this.#play = new Play(fleet, (at, happens) => this.#due.push({ at, happens }))
  }

  get(id: string): Job | undefined {
    return this.#byId.get(id)
  }

  /** Of everything that there is, newest first. */
  get newestFirst(): Job[] {
    return [...this.#byId.values()].toSorted((a, b) => b.order.createdAt - a.order.createdAt)
  }

  /** Creates a job; its devices hear of it from `createdAt` on, or when it is scheduled to start. */
  create(order: JobOrder): Job {
    const job = new Job(order)
    this.#byId.set(job.id, job)
    const { startTime, endTime, endBehavior } = order.scheduling ?? {}
    const asked = startTime === undefined ? order.createdAt : Date.parse(utc(startTime))
    const startsAt = nextOpening(order.scheduling, asked)
    if (startsAt === undefined || startsAt > order.createdAt) job.status = 'SCHEDULED'
    if (startsAt !== undefined)
      this.#due.push({ at: startsAt, happens: (at) => this.#play.begin(job, devicesOf(this.fleet, job), at) })
    if (endTime !== undefined) {
      const isForced = endBehavior === 'FORCE_CANCEL'
      this.#due.push({ at: Date.parse(utc(endTime)), happens: (at) => this.#play.cancel(job, at, isForced) })
    }
    return job
  }

  /** Something that is to happen beside the jobs: of a scenario, for instance. Epoch milliseconds. */
  plan(at: number, happens: (at: number) => void) {
    this.#due.push({ at, happens })
  }

  /** Lets everything happen that was due by now. */
  advance(now = this.fleet.clock.now()) {
    if (now - this.#lookedAt >= lookEveryMs || now < this.#lookedAt) {
      this.#lookedAt = now
      this.#play.wake(now)
      for (const job of this.#byId.values()) if (isGrowing(job)) this.#play.grow(job, now)
    }
    for (let next = this.#due.first; next && next.at <= now; next = this.#due.first) {
      this.#due.shift()
      next.happens(next.at)
    }
  }

  /** Ends what has not begun, and with `isForced` what has, too. */
  cancel(job: Job, isForced: boolean) {
    this.#play.cancel(job, this.fleet.clock.now(), isForced)
  }

  cancelExecution(execution: JobExecution, isForced: boolean, details?: Readonly<Record<string, string>>) {
    this.#play.cancelExecution(execution, this.fleet.clock.now(), { isForced, ...(details && { details }) })
  }

  /** More targets for a continuous job. */
  addTargets(job: Job, targets: readonly string[]) {
    job.targets = [...new Set([...job.targets, ...targets])]
    this.#play.grow(job, this.fleet.clock.now())
  }

  remove(job: Job) {
    for (const execution of job.executions.items) {
      if (!isOver(execution)) this.#play.cancelExecution(execution, this.fleet.clock.now(), { isForced: true })
    }
    this.#byId.delete(job.id)
  }

  /** The executions of a thing, those of the newest job first. */
  ofThing({ name }: Thing): JobExecution[] {
    return this.newestFirst.flatMap(({ executions }) => executions.get(name) ?? [])
  }
}

const isGrowing = ({ order, status, hasBegun }: Job) =>
  order.targetSelection === 'CONTINUOUS' && status === 'IN_PROGRESS' && hasBegun

/** AWS's dates of schedules have minutes and no zone, which is UTC then. */
export const utc = (time: string) => (/(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`)
