import { Queue } from './queue.ts'

/** The queue that an IoT rule (`SELECT * FROM '$aws/events/presence/#'`) feeds in every account. */
export const presenceQueue = 'fleetwarden-presence'

/** The queues of an account and region, by name. */
export class Queues {
  readonly #queues = new Map<string, Queue>()

  constructor(now: number) {
    this.#queues.set(presenceQueue, new Queue(presenceQueue, now))
  }

  get(name: string): Queue | undefined {
    return this.#queues.get(name)
  }

  get names(): string[] {
    return [...this.#queues.keys()].sort()
  }
}
