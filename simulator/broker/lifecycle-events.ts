import { randomUUID } from 'node:crypto'
import type { DisconnectReasonValue } from '@aws-sdk/client-iot'
import type { MqttSession } from '../fleet/sessions.ts'

/** The payload of a presence event ("Lifecycle events"). Times are epoch milliseconds. */
export interface LifecycleEvent {
  clientId: string
  thingName?: string
  timestamp: number
  eventType: 'connected' | 'disconnected' | 'connect_failed'
  sessionIdentifier: string
  principalIdentifier: string
  ipAddress?: string
  clientInitiatedDisconnect?: boolean
  disconnectReason?: DisconnectReasonValue
  connectFailureReason?: 'AUTHORIZATION_FAILED'
  versionNumber?: number
}

/** AWS names the thing only where the attachment is exclusive. */
export function connectedEvent(session: MqttSession, thingName: string | undefined): LifecycleEvent {
  return {
    clientId: session.clientId,
    ...(thingName !== undefined && { thingName }),
    timestamp: session.connectedAt,
    eventType: 'connected',
    sessionIdentifier: session.sessionIdentifier,
    principalIdentifier: session.certificate.id,
    ipAddress: session.sourceIp,
    versionNumber: session.versionNumber,
  }
}

export function disconnectedEvent(session: MqttSession, thingName: string | undefined): LifecycleEvent {
  const { at, reason } = session.ended ?? { at: session.connectedAt, reason: 'UNKNOWN' as const }
  return {
    clientId: session.clientId,
    ...(thingName !== undefined && { thingName }),
    timestamp: at,
    eventType: 'disconnected',
    clientInitiatedDisconnect: reason === 'CLIENT_INITIATED_DISCONNECT',
    sessionIdentifier: session.sessionIdentifier,
    principalIdentifier: session.certificate.id,
    disconnectReason: reason,
    versionNumber: session.versionNumber,
  }
}

export function connectFailedEvent(client: { clientId: string; certificateId: string; sourceIp: string }, at: number) {
  return {
    clientId: client.clientId,
    timestamp: at,
    eventType: 'connect_failed',
    connectFailureReason: 'AUTHORIZATION_FAILED',
    principalIdentifier: client.certificateId,
    sessionIdentifier: randomUUID(),
    ipAddress: client.sourceIp,
  } satisfies LifecycleEvent
}

/** Nothing for client ids which MQTT would read as wildcards: AWS emits no event for them. */
export function lifecycleTopic({ clientId, eventType }: LifecycleEvent): string | undefined {
  return /[+#]/.test(clientId) ? undefined : `$aws/events/presence/${eventType}/${clientId}`
}
