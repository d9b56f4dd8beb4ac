import type { LifecycleEvent } from './lifecycle-events.ts'
import type { LogRecord } from './log-records.ts'

/** What AWS would write into its log group, or publish as a lifecycle event, with the account it belongs to. */
export type BrokerRecord = { account: string; region: string; at: number } & (
  | { kind: 'log'; record: LogRecord }
  | { kind: 'lifecycle'; topic: string; record: LifecycleEvent }
)

export type NumberedRecord = BrokerRecord & { sequence: number }

const capacity = 20_000

/** The latest records, numbered from 1. The oldest make room for new ones. */
export class Records {
  #ring: NumberedRecord[] = []
  #count = 0
  readonly #listeners = new Set<(record: NumberedRecord) => void>()

  add(record: BrokerRecord) {
    const numbered = { ...record, sequence: ++this.#count }
    this.#ring[(this.#count - 1) % capacity] = numbered
    for (const listener of this.#listeners) listener(numbered)
  }

  /** Calls back with every record from now on, until the returned function is called. */
  onRecord(listener: (record: NumberedRecord) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** At most `limit` records with a greater sequence number, oldest first. What is forgotten is skipped. */
  after(sequence: number, limit = capacity): NumberedRecord[] {
    const found: NumberedRecord[] = []
    const oldest = Math.max(0, this.#count - capacity)
    for (let place = Math.max(sequence, oldest); place < this.#count && found.length < limit; place++) {
      const record = this.#ring[place % capacity]
      if (record) found.push(record)
    }
    return found
  }

  clear() {
    this.#ring = []
    this.#count = 0
  }
}
