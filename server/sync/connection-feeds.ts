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

/** Chooses `way` when the account logs connections, else says why there is nothing to read. */
export const choosing = (way: string) => async (source: Asked) => {
  const found = await groupsOf(source)
  return 'unavailable' in found ? found : [way]
}

/** The log groups to read in a pass that was chosen. */
export async function logGroups(source: Asked): Promise<string[]> {
  const found = await groupsOf(source)
  return 'unavailable' in found ? [] : found.groups
}

type Asked = Pick<Source, 'aws' | 'sql' | 'account'>
type Found = { groups: string[] } | { unavailable: string }

// Asked once a pass: the quota is two calls a second.
const asked = new WeakMap<object, Promise<Found>>()

function groupsOf(source: Asked): Promise<Found> {
  const known = asked.get(source.aws)
  if (known) return known
  const found = findGroups(source)
  asked.set(source.aws, found)
  return found
}

async function findGroups(source: Asked): Promise<Found> {
  const { logGroup } = await placesOf(source)
  return logGroup ? { groups: [logGroup] } : groupsIn(await source.aws.iot.loggingOptions())
}

/** The groups that hold connection records by what AWS says. */
export const groupsIn = (options: LoggingOptions | null): Found => groupsOfEvents(options, wanted)

/** The groups that hold records of these types: each type may be redirected to a group of its own. */
export function groupsOfEvents(options: LoggingOptions | null, wanted: readonly string[]): Found {
  if (!options) return { unavailable: 'AWS IoT logging was never turned on in this account and Region.' }
  if (options.disableAllLogs) return { unavailable: 'AWS IoT logging is turned off in this account and Region.' }
  const levels = [options.defaultLogLevel, ...(options.eventConfigurations ?? []).map(({ logLevel }) => logLevel)]
  if (levels.every((level) => level === 'DISABLED'))
    return { unavailable: 'AWS IoT logging is turned off in this account and Region.' }
  const configured = new Map((options.eventConfigurations ?? []).map((one) => [one.eventType, one]))
  const groups = wanted.flatMap((eventType) => {
    const own = configured.get(eventType)
    const level = own?.logLevel ?? options.defaultLogLevel
    return level === 'DISABLED' ? [] : [nameOf(own?.logDestination) ?? usualGroup]
  })
  if (groups.length === 0) return { unavailable: `AWS IoT logging is on, but not for ${wanted.join(', ')}.` }
  return { groups: [...new Set(groups)] }
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
