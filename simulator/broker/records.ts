import { Ring } from '../ring.ts'
import type { LifecycleEvent } from './lifecycle-events.ts'
import type { LogRecord } from './log-records.ts'

/** What AWS would write into its log group, or publish as a lifecycle event, with the account it belongs to. */
export type BrokerRecord = { account: string; region: string; at: number } & (
  | { kind: 'log'; record: LogRecord }
  | { kind: 'lifecycle'; topic: string; record: LifecycleEvent }
)

export type NumberedRecord = BrokerRecord & { sequence: number }

const capacity = 20_000

/** The latest records, for whoever reads them later or listens. */
export class Records {
  readonly #ring = new Ring<BrokerRecord>(capacity)
  readonly #listeners = new Set<(record: NumberedRecord) => void>()

  add(record: BrokerRecord) {
    const numbered = this.#ring.add(record)
    for (const listener of this.#listeners) listener(numbered)
  }

  /** Calls back with every record from now on, until the returned function is called. */
  onRecord(listener: (record: NumberedRecord) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** At most `limit` records with a greater sequence number, oldest first. */
  after(sequence: number, limit?: number): NumberedRecord[] {
    return this.#ring.after(sequence, limit)
  }

  clear() {
    this.#ring.clear()
  }
}
