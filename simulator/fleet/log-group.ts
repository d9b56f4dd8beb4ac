import type { LogRecord } from '../broker/log-records.ts'
import { firstIndex } from './ordered.ts'

export interface LogEvent {
  /** Epoch milliseconds. */
  readonly at: number
  /** Tells events of one instant apart, and orders them. */
  readonly sequence: number
  /** When CloudWatch has taken it in: nobody reads it before. */
  readonly readableAt: number
  readonly stream: string
  readonly record: LogRecord
}

/** As many as one group keeps; the oldest make room. */
const capacity = 500_000
const slack = 10_000

/** A CloudWatch log group: its events in the order of their times, whenever they came in. */
export class LogGroup {
  #events: LogEvent[] = []
  #sequence = 0

  constructor(
    readonly name: string,
    readonly createdAt: number,
  ) {}

  get size(): number {
    return this.#events.length
  }

  at(index: number): LogEvent | undefined {
    return this.#events[index]
  }

  add(event: Omit<LogEvent, 'sequence'>) {
    const numbered = { ...event, sequence: ++this.#sequence }
    const last = this.#events.at(-1)
    if (!last || last.at <= event.at) this.#events.push(numbered)
    else this.#events.splice(this.positionOf(event.at, numbered.sequence), 0, numbered)
    this.#makeRoom(slack)
  }

  /** Puts in events of the past, in any order and by the hundred thousand. */
  addHistory(events: readonly Omit<LogEvent, 'sequence'>[]) {
    const numbered = events.map((event) => ({ ...event, sequence: ++this.#sequence }))
    this.#events = this.#events.concat(numbered).sort((a, b) => a.at - b.at || a.sequence - b.sequence)
    this.#makeRoom(0)
  }

  /** Where the first event is that is not before this time, or before this one of its instant. */
  positionOf(at: number, sequence = 0): number {
    return firstIndex(this.#events, (event) => event.at > at || (event.at === at && event.sequence >= sequence))
  }

  #makeRoom(tolerated: number) {
    const excess = this.#events.length - capacity
    if (excess > tolerated) this.#events.splice(0, excess)
  }
}

/** The log groups of an account and region, by name. */
export class LogGroups {
  readonly #groups = new Map<string, LogGroup>()

  get(name: string): LogGroup | undefined {
    return this.#groups.get(name)
  }

  /** The group of this name, made when there is none. */
  open(name: string, now: number): LogGroup {
    const group = this.#groups.get(name) ?? new LogGroup(name, now)
    this.#groups.set(name, group)
    return group
  }

  get items(): LogGroup[] {
    return [...this.#groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}
