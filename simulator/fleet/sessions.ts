import type { DisconnectReasonValue } from '@aws-sdk/client-iot'
import { hours } from '../clock.ts'
import type { Certificate } from './certificate.ts'
import type { Message } from './fleet.ts'
import type { Thing } from './thing.ts'

/** A client's MQTT session at the broker, live or ended. Times are epoch milliseconds of the simulator's clock. */
export interface MqttSession {
  readonly clientId: string
  readonly certificate: Certificate
  /** The thing AWS takes the client for, if it is one. */
  readonly thing: Thing | undefined
  readonly sessionIdentifier: string
  /** Grows with each connection of a client id, and starts over after an hour without one. */
  readonly versionNumber: number
  readonly connectedAt: number
  readonly keepAlive: number
  cleanSession: boolean
  readonly sourceIp: string
  readonly sourcePort: number
  readonly targetIp: string
  readonly targetPort: number
  ended: { at: number; reason: DisconnectReasonValue } | undefined
  /** Cuts the connection and says why, and forgets a persistent session if asked. Does nothing to an ended session. */
  end(reason: DisconnectReasonValue, options?: { withoutWill?: boolean; forgotten?: boolean }): void
  /** What the client has subscribed to, while it is here. */
  subscriptions(): Subscription[]
  /** Hands the client a message at QoS 1, or 0 when nobody waits. Resolves to whether its answer came in that time. */
  send(message: Pick<Message, 'topic' | 'payload'>, waitMs?: number): Promise<boolean>
}

export interface Subscription {
  topicFilter: string
  qos: number
}

const persistentForS = 3600

/** Seconds for which the broker keeps a session whose client is away. */
export const sessionExpiryOf = ({ cleanSession }: MqttSession) => (cleanSession ? 0 : persistentForS)

const memoryMs = hours(1)
const sweepEvery = 1000

/** The latest session of every client id of a fleet, as long as AWS remembers it. */
export class Sessions {
  readonly #latest = new Map<string, MqttSession>()
  #begun = 0

  get(clientId: string): MqttSession | undefined {
    return this.#latest.get(clientId)
  }

  get live(): MqttSession[] {
    return [...this.#latest.values()].filter(({ ended }) => !ended)
  }

  add(session: MqttSession) {
    this.#latest.set(session.clientId, session)
    if (++this.#begun % sweepEvery === 0) this.#forgetBefore(session.connectedAt - memoryMs)
  }

  /** The number AWS gives the client's next connection, made at `now`. */
  nextVersion(clientId: string, now: number): number {
    const last = this.#latest.get(clientId)
    if (!last || (last.ended && last.ended.at < now - memoryMs)) return 0
    return last.versionNumber + 1
  }

  isLive({ details }: Thing): boolean {
    const session = details.connectivity && this.#latest.get(details.connectivity.clientId)
    return session !== undefined && !session.ended
  }

  #forgetBefore(time: number) {
    for (const [clientId, { ended }] of this.#latest) if (ended && ended.at < time) this.#latest.delete(clientId)
  }
}
