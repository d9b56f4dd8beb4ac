import type { Sql } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'

const everyMs = 300

/** Tells open pages that a run moved, a few times a second at most. What is told last is told in the end. */
export class Teller {
  #toldAt = 0
  #due: NodeJS.Timeout | undefined

  constructor(
    readonly sql: Sql,
    readonly about: { account: number; run: string },
  ) {}

  moved(): void {
    if (this.#due) return
    const inMs = Math.max(0, this.#toldAt + everyMs - Date.now())
    this.#due = setTimeout(() => void this.flush(), inMs)
  }

  /** Tells at once. A message that cannot be sent is no reason to stop: pages ask again by themselves. */
  async flush(): Promise<void> {
    clearTimeout(this.#due)
    this.#due = undefined
    this.#toldAt = Date.now()
    await tell(this.sql, runMoved(this.about)).catch(() => undefined)
  }

  /** Sends what waits to be told. */
  async close(): Promise<void> {
    if (this.#due) await this.flush()
  }
}

/** The message that a run moved. */
export const runMoved = ({ account, run }: { account: number; run: string }) => ({ type: 'run' as const, account, run })
