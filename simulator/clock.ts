/** The simulator's own time. It can be moved, so that a year can pass in a test. */
export class Clock {
  #offsetMs = 0

  now(): number {
    return Date.now() + this.#offsetMs
  }

  date(): Date {
    return new Date(this.now())
  }

  moveTo(timeMs: number) {
    this.#offsetMs = timeMs - Date.now()
  }

  reset() {
    this.#offsetMs = 0
  }

  advance(byMs: number) {
    this.#offsetMs += byMs
  }
}

const seconds = (count: number) => count * 1000
export const minutes = (count: number) => seconds(count * 60)
export const hours = (count: number) => minutes(count * 60)
export const days = (count: number) => hours(count * 24)
