import type { LifecycleEvent } from '../broker/lifecycle-events.ts'

/** One connection of a client. Times are epoch milliseconds. */
export interface PastConnection {
  readonly clientId: string
  readonly principal: string
  readonly sourceIp: string
  readonly connectedAt: number
  disconnectedAt: number | undefined
  disconnectReason: string | undefined
}

/** The oldest make room. */
const capacity = 20_000

/** Who was connected when, as far back as audits look: what Device Defender gathers. */
export class Connections {
  readonly #bySession = new Map<string, PastConnection>()

  note({ eventType, sessionIdentifier, clientId, principalIdentifier, timestamp, ...event }: LifecycleEvent) {
    const known = this.#bySession.get(sessionIdentifier)
    if (eventType === 'disconnected' && known) {
      known.disconnectedAt = timestamp
      known.disconnectReason = event.disconnectReason
    }
    if (eventType !== 'connected') return
    this.#bySession.set(sessionIdentifier, {
      clientId,
      principal: principalIdentifier,
      sourceIp: event.ipAddress ?? '',
      connectedAt: timestamp,
      disconnectedAt: undefined,
      disconnectReason: undefined,
    })
    if (this.#bySession.size <= capacity) return
    const [oldest = ''] = this.#bySession.keys()
    this.#bySession.delete(oldest)
  }

  /** Those that began in a time, oldest first. */
  between(from: number, to: number): PastConnection[] {
    return [...this.#bySession.values()].filter(({ connectedAt }) => from <= connectedAt && connectedAt <= to)
  }
}
