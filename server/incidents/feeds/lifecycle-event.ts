import { z } from 'zod'
import { plainText } from '#server/platform/plain-text.ts'
import { latestMs } from '#server/platform/plain-time.ts'
import { type ConnectionRecord, saysDuplicate } from '../record.ts'
import { jsonOf } from './json-of.ts'

const short = z.string().transform((value) => plainText(value.slice(0, 256)))
const said = short.optional().catch(undefined)

const event = z.object({
  clientId: short,
  timestamp: z.coerce.number().min(0).max(latestMs),
  eventType: z.enum(['connected', 'disconnected', 'connect_failed']),
  sessionIdentifier: said,
  principalIdentifier: said,
  ipAddress: said,
  disconnectReason: said,
  connectFailureReason: said,
  versionNumber: z.coerce.number().int().min(0).optional().catch(undefined),
})

const kinds = { connected: 'connect', disconnected: 'disconnect', connect_failed: 'connect-failed' } as const

/**
 * Reads one presence event as an IoT rule hands it on ("Lifecycle events"): the event itself, or in an SNS envelope.
 * Null when it is none. The session and its version settle the order; the same event may come twice.
 */
export function parseLifecycleEvent(body: string): ConnectionRecord | null {
  const outer = jsonOf(body)
  const parsed = event.safeParse(isEnvelope(outer) ? jsonOf(outer.Message) : outer)
  if (!parsed.success) return null
  const { clientId, timestamp, eventType, sessionIdentifier, versionNumber, ...rest } = parsed.data
  return {
    key: [clientId, sessionIdentifier, eventType, versionNumber, timestamp].join('|'),
    at: new Date(timestamp),
    kind: kinds[eventType],
    clientId,
    principal: rest.principalIdentifier ?? null,
    sourceIp: rest.ipAddress ?? null,
    sourcePort: null,
    reason: rest.disconnectReason ?? rest.connectFailureReason ?? null,
    duplicate: eventType === 'disconnected' && saysDuplicate(rest.disconnectReason),
    session: sessionIdentifier ?? null,
    version: versionNumber ?? null,
    feed: 'lifecycle',
  }
}

const isEnvelope = (value: unknown): value is { Message: string } =>
  typeof value === 'object' && value !== null && 'Message' in value && typeof value.Message === 'string'
