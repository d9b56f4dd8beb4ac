import { randomUUID } from 'node:crypto'

export interface QueuedMessage {
  readonly id: string
  readonly body: string
  /** Epoch milliseconds, as all times here. */
  readonly sentAt: number
  visibleAt: number
  receivedFirstAt: number | undefined
  receives: number
}

/** Messages that nobody fetches: the oldest make room. */
const capacity = 100_000

/** A standard queue: every message at least once, in no promised order. */
export class Queue {
  readonly #messages = new Map<string, QueuedMessage>()

  constructor(
    readonly name: string,
    readonly createdAt: number,
  ) {}

  get messages(): readonly QueuedMessage[] {
    return [...this.#messages.values()]
  }

  send(body: string, sentAt: number, visibleAt: number) {
    const message = { id: randomUUID(), body, sentAt, visibleAt, receivedFirstAt: undefined, receives: 0 }
    this.#messages.set(message.id, message)
    if (this.#messages.size <= capacity) return
    const [oldest = ''] = this.#messages.keys()
    this.#messages.delete(oldest)
  }

  /** At most `limit` messages that may be seen now; each is hidden until `hideUntil` says so. */
  receive(limit: number, now: number, hideUntil: (message: QueuedMessage) => number): QueuedMessage[] {
    const found: QueuedMessage[] = []
    for (const message of this.#messages.values()) {
      if (found.length === limit) break
      if (message.visibleAt > now) continue
      message.receives++
      message.receivedFirstAt ??= now
      message.visibleAt = hideUntil(message)
      found.push(message)
    }
    return found
  }

  get(id: string): QueuedMessage | undefined {
    return this.#messages.get(id)
  }

  /** Deleting what is gone already is no mistake. */
  delete(id: string) {
    this.#messages.delete(id)
  }
}
