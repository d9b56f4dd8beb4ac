import { setTimeout as sleep } from 'node:timers/promises'
import { AwsFailure, classify, isUnreadable } from './failure.ts'
import type { Pacer } from './pace.ts'

/** What a pass has cost so far. `unlisted`: AWS answered at least once without the list it was asked for. */
export type Tally = {
  calls: number
  throttled: number
  skipped: number
  failed: number
  requestId?: string
  unlisted?: boolean
}

export const emptyTally = (): Tally => ({ calls: 0, throttled: 0, skipped: 0, failed: 0 })

/** How long to wait and how often to try; tests use small ones. */
export type RetrySettings = {
  /** First wait in ms; doubled each time, up to `longestMs`, with full jitter. */
  baseMs: number
  longestMs: number
  /** Throttling is waited out this long in ms before the call is given up. */
  patienceMs: number
  transientRetries: number
}

export const retryDefaults: RetrySettings = {
  baseMs: 300,
  longestMs: 20_000,
  patienceMs: 4 * 60_000,
  transientRetries: 4,
}

// An operation that an endpoint does not have is asked for once in an hour by each feed: these are few.
const unreadableRetries = 2

/**
 * Sends one request; every send counts as a call. It ends when the pass does, whether its request does or not: reads leave
 * the signal alone, because the SDK builds its whole stack of handlers anew for a request that brings options of its own.
 * What changes something hands it on, so that nothing is written late.
 */
export type Call = <Output>(operation: string, send: (signal: AbortSignal) => Promise<Output>) => Promise<Output>

/** The one place calls go through: pace, send, classify, try again. Throws an AwsFailure, or the signal's reason. */
export function caller(options: {
  service: string
  pacer: Pacer
  retry: RetrySettings
  tally: Tally
  signal: AbortSignal
  renewCredentials: () => Promise<void>
}): Call {
  const { service, pacer, retry, tally, signal } = options
  const answered = new Set<string>()
  return async (operation, send) => {
    const startedAt = performance.now()
    const tried = { throttled: 0, transient: 0, credentials: 0 }
    while (true) {
      await pacer.turn(operation, signal)
      signal.throwIfAborted()
      tally.calls++
      try {
        const answer = await unlessAborted(send(signal), signal)
        answered.add(operation)
        return answer
      } catch (error) {
        signal.throwIfAborted()
        const failure = inPassing(classify(error, service, operation))
        if (failure.details.requestId) tally.requestId = failure.details.requestId
        await beforeRetry(failure, tried, performance.now() - startedAt)
      }
    }

    async function beforeRetry(failure: AwsFailure, tried: Record<Retried, number>, spentMs: number) {
      switch (failure.kind) {
        case 'throttled':
          tally.throttled++
          // One stubborn object must not slow everybody each time it is tried again.
          if (tried.throttled++ % 4 === 0) await pacer.slowDown(operation)
          if (spentMs > retry.patienceMs) throw failure
          return pause(tried.throttled)
        case 'transient':
          if (tried.transient++ >= retry.transientRetries) throw failure
          return pause(tried.transient)
        case 'credentials':
          if (tried.credentials++ > 0) throw failure
          return options.renewCredentials().catch((error: unknown) => {
            throw classify(error, service, operation)
          })
        case 'unavailable':
        case 'denied':
        case 'gone':
        case 'malformed':
        case 'invalid':
          if (!isUnreadable(failure) || tried.transient++ >= unreadableRetries) throw failure
          return pause(tried.transient)
      }
    }
  }

  // What answered a moment ago is there: a proxy's page or half an answer is no reason to give the operation up.
  function inPassing(failure: AwsFailure): AwsFailure {
    if (!isUnreadable(failure) || !answered.has(failure.operation) || failure.kind === 'throttled') return failure
    const message = `${failure.operation} was answered with something that is no answer of AWS’s.`
    return new AwsFailure('transient', failure.operation, message, failure.details)
  }

  async function pause(attempt: number) {
    const most = Math.min(retry.longestMs, retry.baseMs * 2 ** (attempt - 1))
    await sleep(most * (0.2 + 0.8 * Math.random()), undefined, { signal })
  }
}

type Retried = 'throttled' | 'transient' | 'credentials'

/** What was promised, or the signal's reason if that comes first. */
function unlessAborted<T>(promised: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason)
    const settled = () => signal.removeEventListener('abort', end)
    signal.addEventListener('abort', end)
    promised.finally(settled).then(resolve, reject)
  })
}
