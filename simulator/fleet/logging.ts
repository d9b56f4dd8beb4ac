import type { LogLevel } from '@aws-sdk/client-iot'
import type { LogRecord } from '../broker/log-records.ts'

/** Where AWS IoT logs to unless an event type is sent elsewhere. */
export const defaultLogGroup = 'AWSIotLogsV2'

export type LogTargetType = 'THING_GROUP' | 'CLIENT_ID' | 'SOURCE_IP' | 'PRINCIPAL_ID'

interface EventLogging {
  eventType: string
  logLevel: LogLevel
  logDestination?: string | undefined
}

/** What an account logs of AWS IoT. Levels of single targets go before those of event types, and these before the default. */
export interface Logging {
  roleArn: string
  defaultLevel: LogLevel
  isDisabled: boolean
  events: EventLogging[]
  targets: { type: LogTargetType; name: string; logLevel: LogLevel }[]
}

/** Event types that are logged only where they are named. */
const optIn: ReadonlySet<string> = new Set(['Connection.AuthNError'])

/** The log group that a record goes to, or nothing when the account does not log it. */
export function destinationOf(
  { isDisabled, events, targets, defaultLevel }: Logging,
  record: LogRecord,
  groups: readonly string[],
): string | undefined {
  if (isDisabled) return undefined
  const event = events.find(({ eventType }) => eventType === record.eventType)
  if (!event && optIn.has(record.eventType)) return undefined
  const names: Record<LogTargetType, readonly (string | undefined)[]> = {
    THING_GROUP: groups,
    CLIENT_ID: [record.clientId],
    SOURCE_IP: [record.sourceIp],
    PRINCIPAL_ID: [record.principalId],
  }
  const target = targets.find(({ type, name }) => names[type].includes(name))
  const level = target?.logLevel ?? event?.logLevel ?? defaultLevel
  return isLogged(record, level) ? (event?.logDestination ?? defaultLogGroup) : undefined
}

function isLogged({ logLevel }: LogRecord, level: LogLevel) {
  if (level === 'DISABLED') return false
  return logLevel === 'ERROR' || level === 'INFO' || level === 'DEBUG'
}

/** Logging as most accounts that mean it have it: the default level, and more or other of some event types. */
export function loggingOf(account: string, events: readonly EventLogging[] = []): Logging {
  const roleArn = `arn:aws:iam::${account}:role/IotLogging`
  return { roleArn, defaultLevel: 'ERROR', isDisabled: false, events: [...events], targets: [] }
}
