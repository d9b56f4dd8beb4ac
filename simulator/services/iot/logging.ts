import type { LogLevel } from '@aws-sdk/client-iot'
import { defaultLogGroup, type Logging, type LogTargetType } from '../../fleet/logging.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { oneOf, required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest, notFound } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'

const levels = ['DEBUG', 'INFO', 'ERROR', 'WARN', 'DISABLED'] as const
const targetTypes: readonly (LogTargetType | 'DEFAULT')[] = [
  'DEFAULT',
  'THING_GROUP',
  'CLIENT_ID',
  'SOURCE_IP',
  'PRINCIPAL_ID',
]

/** What an account logs of AWS IoT, and where to. */
export const logging: IotHandlers = {
  GetV2LoggingOptions({ verbose }, { fleet }) {
    const { roleArn, defaultLevel, isDisabled, events } = configured(fleet.logging)
    const named = events.map(({ eventType, logLevel, logDestination }) => {
      return { eventType, logLevel, ...(logDestination !== undefined && { logDestination }) }
    })
    const others = verbose ? eventTypes.filter((type) => !events.some(({ eventType }) => eventType === type)) : []
    const eventConfigurations = [...named, ...others.map((eventType) => ({ eventType, logLevel: defaultLevel }))]
    return {
      roleArn,
      defaultLogLevel: defaultLevel,
      disableAllLogs: isDisabled,
      ...(eventConfigurations.length && { eventConfigurations }),
    }
  },

  SetV2LoggingOptions({ roleArn, defaultLogLevel, disableAllLogs, eventConfigurations }, { fleet }) {
    const before = fleet.logging
    const role = roleArn ?? before?.roleArn
    if (!role) throw invalidRequest('A role must be given to configure logging')
    const events = eventConfigurations?.map(({ eventType, logLevel, logDestination }) => ({
      eventType: oneOf(eventType, 'eventType', eventTypes),
      logLevel: level(logLevel ?? defaultLogLevel ?? before?.defaultLevel ?? 'ERROR'),
      logDestination,
    }))
    fleet.logging = {
      roleArn: role,
      defaultLevel: level(defaultLogLevel ?? before?.defaultLevel ?? 'ERROR'),
      isDisabled: disableAllLogs ?? false,
      events: events ?? before?.events ?? [],
      targets: before?.targets ?? [],
    }
    const destinations = fleet.logging.events.flatMap(({ logDestination }) => logDestination ?? [])
    for (const name of [defaultLogGroup, ...destinations]) fleet.logs.open(name, fleet.clock.now())
    return {}
  },

  ListV2LoggingLevels(input, { fleet }) {
    const { defaultLevel, targets } = configured(fleet.logging)
    const wanted = input.targetType && oneOf(input.targetType, 'targetType', targetTypes)
    const known = [
      { logTarget: { targetType: 'DEFAULT' as const }, logLevel: defaultLevel },
      ...targets.map(({ type, name, logLevel }) => ({ logTarget: { targetType: type, targetName: name }, logLevel })),
    ].filter(({ logTarget }) => !wanted || logTarget.targetType === wanted)
    const { items, next } = paginate(input, inPresentOrder(known), { operation: 'ListV2LoggingLevels' })
    return { logTargetConfigurations: items, nextToken: next }
  },

  SetV2LoggingLevel({ logTarget, logLevel }, { fleet }) {
    const settings = configured(fleet.logging)
    const type = oneOf(logTarget?.targetType, 'logTarget.targetType', targetTypes)
    if (type === 'DEFAULT') settings.defaultLevel = level(logLevel)
    else {
      const name = required(logTarget?.targetName, 'logTarget.targetName')
      if (type === 'THING_GROUP' && !fleet.groups.get(name)) throw notFound(`Thing group ${name} does not exist`)
      const others = settings.targets.filter((target) => target.type !== type || target.name !== name)
      settings.targets = [...others, { type, name, logLevel: level(logLevel) }]
    }
    return {}
  },
}

const level = (value: string | undefined): LogLevel => oneOf(value, 'logLevel', levels)

function configured(settings: Logging | undefined): Logging {
  if (!settings) throw new AwsError('NotConfiguredException', 'Logging is not configured')
  return settings
}

/** Those of AWS's that logging can be set for one by one. */
const eventTypes = [
  'Connect',
  'Disconnect',
  'Publish-In',
  'Publish-Out',
  'Subscribe',
  'Unsubscribe',
  'Ping',
  'Connection.AuthNError',
  'DeleteConnection',
  'GetThingShadow',
  'UpdateThingShadow',
  'DeleteThingShadow',
  'RuleMatch',
  'RuleExecution',
]
