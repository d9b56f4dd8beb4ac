import { randomUUID } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { DisconnectReasonValue } from '@aws-sdk/client-iot'
import type { Client, ConnectPacket } from 'aedes'
import type { Certificate } from '../fleet/certificate.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { MqttSession } from '../fleet/sessions.ts'
import { forgetSession, forgetWill, sendTo, subscriptionsOf } from './aedes-client.ts'
import type { PolicyCache } from './policy/cache.ts'
import { PolicyClient } from './policy/client.ts'

/** Seconds; also what no keep-alive at all is taken for. */
export const longestKeepAliveS = 1200

/** A TLS connection with a good certificate. It becomes a session when its CONNECT is accepted. */
export class Connection {
  readonly sourcePort: number
  #sourceIp: string
  readonly #target: { targetIp: string; targetPort: number }
  #packet: ConnectPacket | undefined
  #client: Client | undefined
  session: MqttSession | undefined
  /** Why the broker is about to see it closed, when something knows better than the socket. */
  cause: DisconnectReasonValue | undefined

  constructor(
    readonly socket: TLSSocket,
    readonly fleet: Fleet,
    readonly certificate: Certificate,
    readonly policies: PolicyCache,
  ) {
    // Asked now, because a closed socket no longer knows.
    this.#sourceIp = socket.remoteAddress ?? '127.0.0.1'
    this.sourcePort = socket.remotePort ?? 0
    this.#target = { targetIp: socket.localAddress ?? '127.0.0.1', targetPort: socket.localPort ?? 0 }
  }

  /** Notes how the client introduces itself. Virtual devices say in their user name from where they pretend to come. */
  introduce(client: Client, packet: ConnectPacket) {
    this.#client = client
    this.#packet = packet
    const claimed = new URLSearchParams(packet.username ?? '').get('SimulatedSourceIp')
    if (claimed) this.#sourceIp = claimed
  }

  get will(): { topic: string } | undefined {
    return this.#packet?.will
  }

  get sourceIp(): string {
    return this.#sourceIp
  }

  policyClient(clientId: string): PolicyClient {
    const { fleet, certificate, sourceIp, policies } = this
    return new PolicyClient(fleet, clientId, certificate, sourceIp, policies.statements(certificate, clientId))
  }

  /** Becomes the session of a client id. `onEnd` is called once, whoever ends it. */
  begin(client: PolicyClient, onEnd: (session: MqttSession) => void): MqttSession {
    const { fleet, certificate } = this
    const { clientId } = client
    const now = fleet.clock.now()
    const session: MqttSession = {
      clientId,
      certificate,
      thing: client.attachedThing ?? fleet.things.get(clientId),
      sessionIdentifier: randomUUID(),
      versionNumber: fleet.sessions.nextVersion(clientId, now),
      connectedAt: now,
      keepAlive: this.#packet?.keepalive ?? longestKeepAliveS,
      cleanSession: this.#packet?.clean ?? true,
      sourceIp: this.sourceIp,
      sourcePort: this.sourcePort,
      ...this.#target,
      ended: undefined,
      end: (reason, { withoutWill = false, forgotten = false } = {}) => {
        if (session.ended) return
        session.ended = { at: fleet.clock.now(), reason }
        if (forgotten) session.cleanSession = true
        onEnd(session)
        if (forgotten && this.#client) forgetSession(this.#client)
        if (withoutWill && this.#client) forgetWill(this.#client)
        this.#client?.close()
      },
      subscriptions: () => (this.#client ? subscriptionsOf(this.#client) : []),
      send: async (message, waitMs) => (this.#client ? await sendTo(this.#client, message, waitMs) : false),
    }
    this.session = session
    return session
  }
}
