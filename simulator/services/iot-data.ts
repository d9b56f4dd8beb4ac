import type * as iotData from '@aws-sdk/client-iot-data-plane'
import { minutes } from '../clock.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { setDisconnected, thingOfClient } from '../fleet/presence.ts'
import { AwsError } from '../wire/aws-error.ts'
import type { Handlers } from '../wire/handlers.ts'
import type { Call } from './call.ts'
import { required } from './check.ts'
import { invalidRequest, notFound } from './refuse.ts'

const maxTopicBytes = 256
const maxPayloadBytes = 128 * 1024
const maxClientIdLength = 128

/** Where simulated devices connect to. */
export const broker = { targetIp: '10.0.0.8', targetPort: 8883 }

export const iotDataOperations: Handlers<typeof iotData, Call> = {
  GetConnection({ clientId, includeSocketInformation }, { fleet }) {
    const { thing, session } = findSession(fleet, clientId)
    const { sourceIp, sourcePort } = session
    return {
      connected: session.connected,
      thingName: thing.name,
      clientId: session.clientId,
      cleanSession: session.cleanSession,
      keepAliveDuration: session.keepAlive,
      sessionExpiry: session.sessionExpiry,
      ...(session.connected
        ? { connectedSince: session.timestamp }
        : { disconnectedSince: session.timestamp, disconnectReason: session.disconnectReason }),
      ...(includeSocketInformation && { sourceIp, sourcePort, ...broker }),
    }
  },

  DeleteConnection({ clientId }, { fleet }) {
    const { thing, session } = findSession(fleet, clientId)
    if (!session.connected) throw notFound(`Client ${clientId} is not connected`)
    setDisconnected(fleet, thing, 'API_INITIATED_DISCONNECT')
    return {}
  },

  /** Accepted and heard by nobody: no rule and no subscriber is simulated at this door. */
  Publish({ topic, qos = 0, payload }) {
    const bytes = Buffer.byteLength(required(topic, 'topic'))
    if (bytes > maxTopicBytes || /[+#\0]/.test(topic ?? '')) throw invalidRequest(`Invalid topic ${topic}`)
    if (qos !== 0 && qos !== 1) throw invalidRequest(`Invalid QoS ${qos}`)
    if (payload instanceof Uint8Array && payload.length > maxPayloadBytes) {
      throw new AwsError('RequestEntityTooLargeException', `The payload exceeds ${maxPayloadBytes} bytes`)
    }
    return {}
  },
}

/** A finished session is remembered for about half an hour. */
const memoryMs = minutes(30)

function findSession(fleet: Fleet, clientId: string | undefined) {
  const id = required(clientId, 'clientId')
  if (id.startsWith('$') || id.length > maxClientIdLength) throw invalidRequest(`Invalid client id ${id}`)
  const thing = thingOfClient(fleet, id)
  const session = thing?.details.connectivity
  const isKnown = session?.clientId === id && (session.connected || session.timestamp > fleet.clock.now() - memoryMs)
  if (!thing || !isKnown) throw notFound(`Client ${id} has no connection`)
  return { thing, session }
}
