import type { TLSSocket } from 'node:tls'
import { Aedes, type AuthenticateError, type Client } from 'aedes'
import type { Certificate } from '../fleet/certificate.ts'
import type { Fleet, Message } from '../fleet/fleet.ts'
import { setConnected, setDisconnected } from '../fleet/presence.ts'
import { type MqttSession, sessionExpiryOf } from '../fleet/sessions.ts'
import { saidGoodbye } from './aedes-client.ts'
import { noteCommandResponse } from './command-responses.ts'
import { Connection, longestKeepAliveS } from './connection.ts'
import { DeviceReports } from './device-reports.ts'
import { accessDenied, Journal } from './journal.ts'
import { PolicyCache } from './policy/cache.ts'
import type { PolicyClient } from './policy/client.ts'
import type { Records } from './records.ts'

const maxClientIdLength = 128

interface Options {
  fleet: Fleet
  records: Records
  /** AWS's is 30. */
  shortestKeepAliveS: number
  /** How long what a certificate may do is remembered. */
  policyCacheMs: number
  /** How soon after a device-side report of a thing AWS takes the next. */
  shortestReportMs: number
}

/** The broker of one account and region: its own client ids, its own topics. */
export class AccountBroker {
  readonly #connections = new WeakMap<Client, Connection>()
  readonly #sockets = new Set<TLSSocket>()
  readonly #fleet: Fleet
  readonly #journal: Journal
  readonly #policies: PolicyCache

  static async start(options: Options) {
    // Nobody shares this broker's work, so nobody needs to hear that it is alive.
    return new AccountBroker(await Aedes.createBroker({ heartbeatInterval: 3_600_000 }), options)
  }

  private constructor(
    readonly aedes: Aedes,
    { fleet, records, shortestKeepAliveS, policyCacheMs, shortestReportMs }: Options,
  ) {
    this.#fleet = fleet
    this.#journal = new Journal(fleet, records)
    this.#policies = new PolicyCache(fleet, policyCacheMs)
    this.#acceptClients(shortestKeepAliveS)
    this.#askPolicies()
    aedes.on('keepaliveTimeout', (client) => this.#blame(client, 'MQTT_KEEP_ALIVE_TIMEOUT'))
    // What the operating system says of a socket has a code; everything else is about what the client sent.
    aedes.on('clientError', (client, error) =>
      this.#blame(client, 'code' in error ? 'CONNECTION_LOST' : 'CLIENT_ERROR'),
    )
    const reports = new DeviceReports(fleet, shortestReportMs)
    aedes.on('publish', (packet, client) => {
      const connection = client && this.#connections.get(client)
      if (!connection) return
      const { topic, payload, retain } = packet
      this.#journal.published(connection, client.id, { topicName: topic, retain })
      noteCommandResponse(fleet, topic, payload)
      reports.note({ topic, payload, clientId: client.id, principal: connection.certificate.id })
    })
    fleet.deliver = (message) => this.#deliver(message)
  }

  /** Speaks MQTT over a TLS connection whose certificate is good. */
  serve(socket: TLSSocket, certificate: Certificate) {
    if (socket.destroyed) return
    const connection = new Connection(socket, this.#fleet, certificate, this.#policies)
    this.#sockets.add(socket)
    const client = this.aedes.handle(socket)
    this.#connections.set(client, connection)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      const goodbye = saidGoodbye(client) ? 'CLIENT_INITIATED_DISCONNECT' : undefined
      connection.session?.end(goodbye ?? connection.cause ?? 'CONNECTION_LOST')
    })
  }

  /** Drops every client without a record, as the account itself goes away. */
  async close() {
    const fleet = this.#fleet
    fleet.deliver = undefined
    for (const session of fleet.sessions.live) session.ended = { at: fleet.clock.now(), reason: 'SERVER_ERROR' }
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.aedes.close(resolve))
  }

  #acceptClients(shortestKeepAliveS: number) {
    this.aedes.preConnect = (client, packet, answer) => {
      const { keepalive, clientId } = packet
      const shortest = Math.max(shortestKeepAliveS, keepalive ?? 0)
      packet.keepalive = keepalive ? Math.min(longestKeepAliveS, shortest) : longestKeepAliveS
      this.#connections.get(client)?.introduce(client, packet)
      const isFit = clientId.length <= maxClientIdLength && !clientId.startsWith('$')
      answer(isFit ? null : new Error('Invalid client id'), isFit)
    }
    this.aedes.authenticate = (client, _username, _password, answer) => {
      const connection = this.#connections.get(client)
      if (!connection || connection.socket.destroyed) return answer(null, false)
      const asking = connection.policyClient(client.id)
      if (!mayConnect(asking, connection)) {
        this.#journal.connectFailed(connection, client.id)
        return answer(notAuthorized(), false)
      }
      this.#fleet.sessions.get(client.id)?.end('DUPLICATE_CLIENTID')
      this.#begin(asking, connection)
      answer(null, true)
    }
  }

  #askPolicies() {
    this.aedes.authorizePublish = (client, { topic, retain }, answer) => {
      const connection = client && this.#connections.get(client)
      // Nobody's message is the broker's own: lifecycle events, and what the API is given.
      if (!connection) return answer(null)
      const asking = connection.policyClient(client.id)
      const may = (action: string) => asking.may(action, `topic/${topic}`)
      if (isOpen(topic) && may('iot:Publish') && (!retain || may('iot:RetainPublish'))) return answer(null)
      this.#journal.client(connection, client.id, { eventType: 'Publish-In', topicName: topic, ...accessDenied })
      connection.cause ??= 'AUTH_ERROR'
      answer(new Error('Not allowed to publish'))
    }
    this.aedes.authorizeSubscribe = (client, subscription, answer) => {
      const { topic } = subscription
      const connection = this.#connections.get(client)
      if (!connection) return answer(null, null)
      const isAllowed = isOpen(topic) && connection.policyClient(client.id).may('iot:Subscribe', `topicfilter/${topic}`)
      const outcome = { eventType: 'Subscribe', topicName: topic, ...(!isAllowed && accessDenied) } as const
      this.#journal.client(connection, client.id, outcome)
      answer(null, isAllowed ? subscription : null)
    }
    this.aedes.authorizeForward = (client, packet) => {
      const asking = this.#connections.get(client)?.policyClient(client.id)
      return isOpen(packet.topic) && asking?.may('iot:Receive', `topic/${packet.topic}`) ? packet : null
    }
  }

  #begin(asking: PolicyClient, connection: Connection) {
    const session = connection.begin(asking, (ended) => this.#ended(ended))
    this.#fleet.sessions.add(session)
    this.#journal.connected(session)
    const { thing, ...known } = session
    if (thing) setConnected(this.#fleet, thing, { ...known, sessionExpiry: sessionExpiryOf(session) })
  }

  #ended(session: MqttSession) {
    this.#journal.disconnected(session)
    const { thing, ended } = session
    // A thing that takes over from itself is connected again before anybody looks; one that another took over from is not.
    if (thing && ended) setDisconnected(this.#fleet, thing, ended.reason)
  }

  #blame(client: Client, cause: Connection['cause']) {
    const connection = this.#connections.get(client)
    if (connection) connection.cause ??= cause
  }

  #deliver({ payload, ...message }: Message) {
    this.aedes.publish({ cmd: 'publish', dup: false, ...message, payload: Buffer.from(payload) }, () => {})
  }
}

/** A client must be allowed its last will, too, or it may not connect at all. */
function mayConnect(asking: PolicyClient, { will }: Connection) {
  const isWillAllowed = !will || asking.may('iot:Publish', `topic/${will.topic}`)
  return isWillAllowed && asking.may('iot:Connect', `client/${asking.clientId}`)
}

/** Topics under $ are AWS's own, and only $aws is there for devices. */
const isOpen = (topic: string) => !topic.startsWith('$') || topic.startsWith('$aws/')

const notAuthorizedCode = 5

const notAuthorized = () =>
  Object.assign(new Error('Not authorized'), { returnCode: notAuthorizedCode }) as AuthenticateError
