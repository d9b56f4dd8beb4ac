import { attachmentType } from '../fleet/attachments.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { destinationOf } from '../fleet/logging.ts'
import type { MqttSession } from '../fleet/sessions.ts'
import type { Connection } from './connection.ts'
import {
  connectedEvent,
  connectFailedEvent,
  disconnectedEvent,
  type LifecycleEvent,
  lifecycleTopic,
} from './lifecycle-events.ts'
import { disconnectFields, type LogRecord, logRecord } from './log-records.ts'
import type { Records } from './records.ts'

type Fields = Pick<LogRecord, 'eventType'> & Partial<LogRecord>

export const accessDenied = { reason: 'AUTHORIZATION_FAILURE', details: 'Authorization Failure' }

/** What AWS would tell about one fleet's clients: log records, and events on topics that devices may subscribe to. */
export class Journal {
  constructor(
    readonly fleet: Fleet,
    readonly records: Records,
  ) {}

  connected(session: MqttSession) {
    this.#session(session, { eventType: 'Connect' })
    this.#announce(connectedEvent(session, this.#exclusiveName(session)))
  }

  disconnected(session: MqttSession) {
    const { reason } = session.ended ?? { reason: 'UNKNOWN' as const }
    this.#session(session, { eventType: 'Disconnect', ...disconnectFields(reason) })
    this.#announce(disconnectedEvent(session, this.#exclusiveName(session)))
  }

  connectFailed(connection: Connection, clientId: string) {
    this.client(connection, clientId, { eventType: 'Connect', ...accessDenied })
    const { certificate, sourceIp } = connection
    const client = { clientId, certificateId: certificate.id, sourceIp }
    this.#announce(connectFailedEvent(client, this.fleet.clock.now()))
  }

  /** A message that went through: recorded only where the account logs it by default or event type, there are so many. */
  published(connection: Connection, clientId: string, fields: { topicName: string; retain: boolean }) {
    const { account, logging, clock } = this.fleet
    const record = { eventType: 'Publish-In', clientId, ...fields } as const
    if (!logging || !destinationOf(logging, logRecord(account, clock.now(), record), [])) return
    this.client(connection, clientId, { eventType: 'Publish-In', ...fields })
  }

  client({ certificate, sourceIp, sourcePort }: Connection, clientId: string, fields: Fields) {
    this.#log({ protocol: 'MQTT', clientId, principalId: certificate.id, sourceIp, sourcePort, ...fields })
  }

  #session({ clientId, certificate, sourceIp, sourcePort }: MqttSession, fields: Fields) {
    this.#log({ protocol: 'MQTT', clientId, principalId: certificate.id, sourceIp, sourcePort, ...fields })
  }

  /** AWS names the thing only where the attachment is exclusive. */
  #exclusiveName({ thing, certificate }: MqttSession) {
    return thing && attachmentType(this.fleet, thing, certificate) === 'EXCLUSIVE_THING' ? thing.name : undefined
  }

  #announce(event: LifecycleEvent) {
    const { account, region } = this.fleet
    const topic = lifecycleTopic(event)
    if (topic === undefined) return
    this.records.add({ kind: 'lifecycle', account, region, at: event.timestamp, topic, record: event })
    this.fleet.deliver?.({ topic, payload: Buffer.from(JSON.stringify(event)), qos: 0, retain: false })
  }

  #log(fields: Fields) {
    const { account, region, clock } = this.fleet
    const at = clock.now()
    this.records.add({ kind: 'log', account, region, at, record: logRecord(account, at, fields) })
  }
}
