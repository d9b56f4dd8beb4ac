interface Count {
  calls: number
  throttled: number
  failed: number
}

/** How often each operation was called, throttled, and failed otherwise, since the start or the last reset. */
export class OperationCounts {
  readonly #counts = new Map<string, Count>()

  called(operation: string) {
    this.#of(operation).calls++
  }

  refused(operation: string, error: unknown) {
    const throttled = error instanceof Error && error.name === 'ThrottlingException'
    this.#of(operation)[throttled ? 'throttled' : 'failed']++
  }

  reset() {
    this.#counts.clear()
  }

  summary() {
    const total: Count = { calls: 0, throttled: 0, failed: 0 }
    for (const count of this.#counts.values()) {
      total.calls += count.calls
      total.throttled += count.throttled
      total.failed += count.failed
    }
    return { total, operations: Object.fromEntries(this.#counts) }
  }

  #of(operation: string): Count {
    const count = this.#counts.get(operation) ?? { calls: 0, throttled: 0, failed: 0 }
    this.#counts.set(operation, count)
    return count
  }
}
