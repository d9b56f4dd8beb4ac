import type { Brakes } from './brakes.ts'
import { intend, type ReadTask } from './intend.ts'
import type { Task } from './task.ts'
import type { Turn } from './turn.ts'

/** Hands out targets whose intents are stored, and stores those of the next ones while the calls go on. */
export class IntentQueue {
  #next = 0
  #ready: Task[] = []
  #intending: Promise<void> | undefined
  #failed: { error: unknown } | undefined

  constructor(
    readonly turn: Pick<Turn, 'held' | 'parts'>,
    readonly brakes: Brakes,
    readonly tasks: readonly ReadTask[],
  ) {}

  /** The next target to call for; undefined when there is none, or nothing more may be begun. */
  async take(): Promise<Task | undefined> {
    while (true) {
      await this.brakes.look()
      if (this.#failed) throw this.#failed.error
      if (this.brakes.on) return undefined
      this.#refill()
      const task = this.#ready.shift()
      if (task) {
        this.brakes.begin()
        return task
      }
      if (!this.#intending) return undefined
      await this.#intending
    }
  }

  /** Targets whose intents are stored and that were not handed out: nothing was sent for them in this turn. */
  get unsent(): Task[] {
    return this.#ready
  }

  /** Nothing more is handed out: one of those who make the calls met with what concerns them all. */
  fail(error: unknown): void {
    this.#failed ??= { error }
  }

  /** Waits for the intents that are being stored. */
  async settled(): Promise<void> {
    await this.#intending
  }

  #refill(): void {
    const { piece } = this.turn.parts.settings
    if (this.#intending || this.#ready.length > piece / 2 || this.#next >= this.tasks.length) return
    const batch = this.tasks.slice(this.#next, this.#next + piece)
    this.#next += batch.length
    this.#intending = intend(this.turn, batch)
      .then(() => {
        this.#ready.push(...batch.map(({ task }) => task))
      })
      .catch((error: unknown) => {
        this.#failed = { error }
      })
      .finally(() => {
        this.#intending = undefined
      })
  }
}
