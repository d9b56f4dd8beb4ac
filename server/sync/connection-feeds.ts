import { AwsFailure } from '#server/aws/failure.ts'
import type { LoggingOptions } from '#server/aws/iot-logging.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import type { Source } from './collector.ts'

/** Where AWS IoT writes its log entries unless it is told otherwise ("Configure AWS IoT logging"). */
const usualGroup = 'AWSIotLogsV2'

/** The event types that tell of connections. */
const wanted = ['Connect', 'Disconnect', 'Connection.AuthNError']

/** Where an account's own settings say its feeds are. */
export async function placesOf({ sql, account }: Pick<Source, 'sql' | 'account'>) {
  const { rows } = await sql.query<{ queueUrl: string | null; logGroup: string | null }>(
    'SELECT event_queue_url AS "queueUrl", log_group AS "logGroup" FROM aws_accounts WHERE id = $1',
    [account.id],
  )
  return rows[0] ?? { queueUrl: null, logGroup: null }
}

/**
 * The log groups that hold connection records: the one the account names, else those the logging options say, because
 * each event type may be redirected. Throws an AwsFailure when nothing is logged.
 */
export async function logGroups(source: Source): Promise<string[]> {
  const { logGroup } = await placesOf(source)
  if (logGroup) return [logGroup]
  return groupsIn(await source.aws.iot.loggingOptions())
}

/** The same from what AWS says, pure. */
export function groupsIn(options: LoggingOptions | null): string[] {
  const unavailable = (why: string) => new AwsFailure('unavailable', 'GetV2LoggingOptions', why)
  if (!options) throw unavailable('AWS IoT logging was never turned on in this account and Region.')
  if (options.disableAllLogs) throw unavailable('AWS IoT logging is turned off in this account and Region.')
  const configured = new Map((options.eventConfigurations ?? []).map((one) => [one.eventType, one]))
  const groups = wanted.flatMap((eventType) => {
    const own = configured.get(eventType)
    const level = own?.logLevel ?? options.defaultLogLevel
    return level === 'DISABLED' ? [] : [nameOf(own?.logDestination) ?? usualGroup]
  })
  if (groups.length === 0) throw unavailable('AWS IoT logging is on, but not for Connect and Disconnect.')
  return [...new Set(groups)]
}

// A destination is a log group's name or its ARN, which may end in ":*".
function nameOf(destination: string | undefined): string | undefined {
  if (!destination) return undefined
  return /:log-group:([^:]+)/.exec(destination)?.[1] ?? destination
}

/** When the newest of some records happened. */
export function newest(records: readonly ConnectionRecord[]): Date | null {
  return records.length === 0 ? null : new Date(Math.max(...records.map(({ at }) => at.getTime())))
}
