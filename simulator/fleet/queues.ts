import { Queue } from './queue.ts'

/** The queue that an IoT rule (`SELECT * FROM '$aws/events/presence/#'`) feeds in every account. */
export const presenceQueue = 'fleetwarden-presence'

/** The queue of device-side reports, fed by a rule on the topics that agents publish a copy to. */
export const deviceReportsQueue = 'fleetwarden-device-reports'

/** The queues of an account and region, by name. */
export class Queues {
  readonly #queues = new Map<string, Queue>()

  constructor(now: number) {
    for (const name of [presenceQueue, deviceReportsQueue]) this.#queues.set(name, new Queue(name, now))
  }

  get(name: string): Queue | undefined {
    return this.#queues.get(name)
  }

  get names(): string[] {
    return [...this.#queues.keys()].sort()
  }
}
