import type * as iotData from '@aws-sdk/client-iot-data-plane'
import { logRecord } from '../broker/log-records.ts'
import { minutes } from '../clock.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { setDisconnected, targetOf, thingOfClient } from '../fleet/presence.ts'
import { sessionExpiryOf } from '../fleet/sessions.ts'
import { AwsError } from '../wire/aws-error.ts'
import type { Handlers } from '../wire/handlers.ts'
import type { Call } from './call.ts'
import { required } from './check.ts'
import { invalidRequest, notFound } from './refuse.ts'

const maxTopicBytes = 256
const maxPayloadBytes = 128 * 1024
const maxClientIdLength = 128

export const iotDataOperations: Handlers<typeof iotData, Call> = {
  GetConnection({ clientId, includeSocketInformation }, { fleet }) {
    const id = checkedClientId(clientId)
    const { thing, session, socket } = liveSession(fleet, id) ?? seededSession(fleet, id)
    return {
      connected: session.connected,
      thingName: thing?.name,
      clientId: id,
      cleanSession: session.cleanSession,
      keepAliveDuration: session.keepAlive,
      sessionExpiry: session.sessionExpiry,
      ...(session.connected
        ? { connectedSince: session.timestamp }
        : { disconnectedSince: session.timestamp, disconnectReason: session.disconnectReason }),
      ...(includeSocketInformation && socket),
    }
  },

  DeleteConnection({ clientId, preventWillMessage = false }, { fleet, world }) {
    const id = checkedClientId(clientId)
    const { thing, session } = liveSession(fleet, id) ?? seededSession(fleet, id)
    if (!session.connected) throw notFound(`Client ${id} is not connected`)
    const live = fleet.sessions.get(id)
    if (live && !live.ended) live.end('API_INITIATED_DISCONNECT', { withoutWill: preventWillMessage })
    else if (thing) setDisconnected(fleet, thing, 'API_INITIATED_DISCONNECT')
    const { account, region } = fleet
    const at = fleet.clock.now()
    const record = logRecord(account, at, { eventType: 'DeleteConnection', clientId: id })
    world.records.add({ kind: 'log', account, region, at, record })
    return {}
  },

  /** Reaches whoever has subscribed at the broker. */
  Publish({ topic = '', qos = 0, retain = false, payload }, { fleet }) {
    const bytes = Buffer.byteLength(topic)
    if (!bytes || bytes > maxTopicBytes || /[+#\0]/.test(topic)) throw invalidRequest(`Invalid topic ${topic}`)
    if (qos !== 0 && qos !== 1) throw invalidRequest(`Invalid QoS ${qos}`)
    const content = payload instanceof Uint8Array ? payload : new Uint8Array()
    if (content.length > maxPayloadBytes) {
      throw new AwsError('RequestEntityTooLargeException', `The payload exceeds ${maxPayloadBytes} bytes`)
    }
    fleet.deliver?.({ topic, qos, retain, payload: content })
    return {}
  },
}

/** A finished session is remembered for about half an hour. */
const memoryMs = minutes(30)

function checkedClientId(clientId: string | undefined): string {
  const id = required(clientId, 'clientId')
  if (id.startsWith('$') || id.length > maxClientIdLength) throw invalidRequest(`Invalid client id ${id}`)
  return id
}

/** What the broker knows, of registered things and others. */
function liveSession(fleet: Fleet, clientId: string) {
  const known = fleet.sessions.get(clientId)
  if (!known || (known.ended && known.ended.at <= fleet.clock.now() - memoryMs)) return undefined
  const { thing, connectedAt, ended, sourceIp, sourcePort, targetIp, targetPort, ...rest } = known
  const state = ended
    ? { connected: false, timestamp: ended.at, disconnectReason: ended.reason }
    : { connected: true, timestamp: connectedAt, disconnectReason: undefined }
  const session = { ...rest, ...state, sessionExpiry: sessionExpiryOf(known) }
  return { thing, session, socket: { sourceIp, sourcePort, targetIp, targetPort } }
}

/** What the scenario says of things that no virtual device stands for. */
function seededSession(fleet: Fleet, clientId: string) {
  const thing = thingOfClient(fleet, clientId)
  const session = thing?.details.connectivity
  const isKnown =
    session?.clientId === clientId && (session.connected || session.timestamp > fleet.clock.now() - memoryMs)
  if (!thing || !isKnown) throw notFound(`Client ${clientId} has no connection`)
  const { sourceIp, sourcePort } = session
  return { thing, session, socket: { sourceIp, sourcePort, ...targetOf(fleet, clientId) } }
}
