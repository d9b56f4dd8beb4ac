import { z } from 'zod'
import { plainText } from '#server/platform/plain-text.ts'
import { earliestMs, latestMs } from '#server/platform/plain-time.ts'
import { type ConnectionRecord, saysDuplicate } from '../record.ts'
import { jsonOf } from './json-of.ts'

const short = z.string().transform((value) => plainText(value.slice(0, 256)))
const said = short.optional().catch(undefined)

const entry = z.object({
  timestamp: short,
  traceId: said,
  eventType: z.enum(['Connect', 'Disconnect', 'Connection.AuthNError']),
  status: said,
  clientId: said,
  principalId: said,
  sourceIp: said,
  sourcePort: z.coerce.number().int().min(0).max(65_535).optional().catch(undefined),
  reason: said,
  disconnectReason: said,
})

/** What CloudWatch is asked for; other endpoints may ignore it, so what comes is looked at again. */
export const connectionPattern =
  '{ ($.eventType = "Connect") || ($.eventType = "Disconnect") || ($.eventType = "Connection.AuthNError") }'

/** What Logs Insights is asked for when days are to be caught up with: take-overs only, in either spelling. */
export const duplicateQuery = `fields @timestamp, @message
| filter reason = "DUPLICATE_CLIENT_ID" or reason = "DUPLICATE_CLIENTID" or disconnectReason = "DUPLICATE_CLIENTID" or disconnectReason = "DUPLICATE_CLIENT_ID"
| sort @timestamp asc`

/**
 * Reads one log event ("CloudWatch AWS IoT log entries"). Null when it is about no connection. Its key is made of the
 * record itself, so that the same one is known again whichever way it came: walking and Insights number events apart.
 */
export function parseLogRecord(message: string): ConnectionRecord | null {
  const parsed = entry.safeParse(jsonOf(message))
  if (!parsed.success) return null
  const { timestamp, traceId, eventType, clientId, principalId, sourceIp, sourcePort, ...rest } = parsed.data
  const at = new Date(`${timestamp.replace(' ', 'T')}${/[zZ]|[+-]\d\d:?\d\d$/.test(timestamp) ? '' : 'Z'}`)
  // Also false of what is no time.
  const isPlain = at.getTime() >= earliestMs && at.getTime() <= latestMs
  if (!isPlain || (clientId === undefined && eventType !== 'Connection.AuthNError')) return null
  const duplicate = eventType === 'Disconnect' && saysDuplicate(rest.reason, rest.disconnectReason)
  return {
    key: [timestamp, traceId, eventType, clientId, principalId, sourceIp, sourcePort].join('|'),
    at,
    kind: kindOf(eventType, rest.status, rest.reason),
    clientId: clientId ?? '',
    principal: principalId ?? null,
    sourceIp: sourceIp ?? null,
    sourcePort: sourcePort ?? null,
    reason: rest.reason ?? rest.disconnectReason ?? null,
    duplicate,
    session: null,
    version: null,
    feed: 'logs',
  }
}

function kindOf(eventType: string, status: string | undefined, reason: string | undefined): ConnectionRecord['kind'] {
  if (eventType === 'Connection.AuthNError') return 'auth-error'
  if (eventType === 'Disconnect') return 'disconnect'
  return status === 'Failure' || reason !== undefined ? 'connect-failed' : 'connect'
}
