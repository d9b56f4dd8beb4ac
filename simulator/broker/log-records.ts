import { randomUUID } from 'node:crypto'
import type { DisconnectReasonValue } from '@aws-sdk/client-iot'

/**
 * An entry of the AWS IoT log group ("CloudWatch AWS IoT log entries"). Which fields there are depends on the event type.
 */
export interface LogRecord {
  /** `YYYY-MM-DD HH:MM:SS.mmm`, UTC. */
  timestamp: string
  logLevel: 'ERROR' | 'INFO'
  traceId: string
  accountId: string
  status: 'Success' | 'Failure'
  eventType: 'Connect' | 'Disconnect' | 'Subscribe' | 'Publish-In' | 'Connection.AuthNError' | 'DeleteConnection'
  protocol?: 'MQTT'
  clientId?: string
  principalId?: string
  sourceIp?: string
  sourcePort?: number
  targetIp?: string
  targetPort?: number
  topicName?: string
  retain?: boolean
  serverNameIndication?: string
  authenticationType?: string
  reason?: string
  details?: string
  disconnectReason?: DisconnectReasonValue
}

type Rest = Omit<LogRecord, 'timestamp' | 'logLevel' | 'traceId' | 'accountId' | 'status'>

export function logRecord(accountId: string, at: number, rest: Rest): LogRecord {
  const failed = rest.reason !== undefined
  return {
    timestamp: new Date(at).toISOString().replace('T', ' ').replace('Z', ''),
    logLevel: failed ? 'ERROR' : 'INFO',
    traceId: randomUUID(),
    accountId,
    status: failed ? 'Failure' : 'Success',
    ...rest,
  }
}

/**
 * What a disconnect record says besides. AWS spells a take-over's `reason` with an underscore more than its
 * `disconnectReason`.
 */
export function disconnectFields(disconnectReason: DisconnectReasonValue): Partial<Rest> {
  const failure = failures[disconnectReason]
  return { disconnectReason, ...(failure && { reason: failure[0], details: failure[1] }) }
}

const failures: Partial<Record<DisconnectReasonValue, [reason: string, details: string]>> = {
  DUPLICATE_CLIENTID: ['DUPLICATE_CLIENT_ID', 'A new connection was established with the same client ID'],
  AUTH_ERROR: ['AUTHORIZATION_FAILURE', 'Authorization Failure'],
  CLIENT_ERROR: ['CLIENT_ERROR', 'The client violated the protocol'],
}
