import { z } from 'zod'
import type { CoverageItem } from '#contract/findings.ts'
import { item, only, type Watched } from './item.ts'

const logging = z.object({
  configured: z.boolean().optional(),
  defaultLogLevel: z.string().optional(),
  disableAllLogs: z.boolean().optional(),
  eventConfigurations: z
    .array(z.object({ eventType: z.string(), logLevel: z.string().optional(), logDestination: z.string().optional() }))
    .optional(),
})
type Events = NonNullable<z.infer<typeof logging>['eventConfigurations']>
const indexing = z.object({
  thingIndexingConfiguration: z
    .object({
      thingIndexingMode: z.string().optional(),
      thingConnectivityIndexingMode: z.string().optional(),
      deviceDefenderIndexingMode: z.string().optional(),
    })
    .optional(),
})

const roleForLogs = 'arn:aws:iam::ACCOUNT:role/ROLE'
// Coarser than ERROR hides refused connections; AWS IoT logs the newcomer of a conflict at INFO only.
const wanted = ['DEBUG', 'INFO']
const ofConnections = ['Connect', 'Disconnect']

/** Whether AWS IoT logs what incidents and behaviours are judged by. */
export function loggingCoverage(watched: Watched): CoverageItem[] {
  const settings = only(watched, 'logging')
  const about = { id: 'logging', area: 'logging', title: 'AWS IoT logging', at: settings?.seenAt ?? null } as const
  const parsed = logging.safeParse(settings?.facts)
  if (!parsed.success)
    return [item(watched, { ...about, state: 'unknown', detail: 'Its settings have not been read yet.' })]
  const { configured = true, defaultLogLevel = 'DISABLED', disableAllLogs = false, eventConfigurations } = parsed.data
  // An event type may have a level of its own, which wins over the default.
  const own = (eventConfigurations ?? []).filter(({ logLevel }) => logLevel && logLevel !== defaultLogLevel)
  const on = configured && !disableAllLogs && (defaultLogLevel !== 'DISABLED' || own.length > 0)
  const levelOf = (type: string) => own.find(({ eventType }) => eventType === type)?.logLevel ?? defaultLogLevel
  const level = `Its level is ${defaultLogLevel}${own.map(({ eventType, logLevel }) => `, of ${eventType} ${logLevel}`).join('')}`
  const coarse = ofConnections.filter((type) => !wanted.includes(levelOf(type)))
  if (on && coarse.length === 0) return [item(watched, { ...about, state: 'on', detail: `${level}.` })]
  return [
    item(watched, {
      ...about,
      state: on ? 'partly' : 'off',
      detail: on
        ? `${level}: who took a client ID over is logged at INFO only.`
        : 'Nothing is logged: take-overs, refused credentials and refused actions leave no trace.',
      step: `Set the level${on ? ` of ${coarse.join(' and ')}` : ''} to INFO.`,
      command: `aws iot set-v2-logging-options --region ${watched.region} --role-arn ${roleForLogs} ${asWanted(own, coarse)}`,
    }),
  ]
}

// Levels of event types are set as a whole: what is left out is lost.
function asWanted(own: Events, coarse: readonly string[]): string {
  if (own.length === 0) return '--default-log-level INFO'
  const kept = own.filter(({ eventType }) => !coarse.includes(eventType))
  const raised = coarse.map((eventType) => ({
    ...own.find((one) => one.eventType === eventType),
    ...{ eventType, logLevel: 'INFO' },
  }))
  return `--event-configurations '${JSON.stringify([...kept, ...raised])}'`
}

/** Whether the fleet index says who is connected. */
export function indexCoverage(watched: Watched): CoverageItem[] {
  const settings = only(watched, 'index-configuration')
  const about = { area: 'index', at: settings?.seenAt ?? null } as const
  const parsed = indexing.safeParse(settings?.facts)
  if (!parsed.success) {
    const detail = 'Its configuration has not been read yet.'
    return [item(watched, { ...about, id: 'index', title: 'Fleet index', state: 'unknown', detail })]
  }
  const {
    thingIndexingMode = 'OFF',
    thingConnectivityIndexingMode = 'OFF',
    deviceDefenderIndexingMode = 'OFF',
  } = parsed.data.thingIndexingConfiguration ?? {}
  const off = thingIndexingMode === 'OFF'
  const parts = [
    [
      'connectivity',
      'Connectivity in the fleet index',
      thingConnectivityIndexingMode,
      { thingConnectivityIndexingMode: 'STATUS' },
      'whether things are connected is unknown',
    ],
    [
      'violations',
      'Violations in the fleet index',
      deviceDefenderIndexingMode,
      { deviceDefenderIndexingMode: 'VIOLATIONS' },
      'Detect’s violations cannot be searched by thing',
    ],
  ] as const
  return parts.map(([id, title, mode, setting, otherwise]) =>
    !off && mode !== 'OFF'
      ? item(watched, { ...about, id: `index ${id}`, title, state: 'on', detail: `It is set to ${mode}.` })
      : item(watched, {
          ...{ ...about, id: `index ${id}`, title, state: 'off' },
          detail: `It is off: ${otherwise}.`,
          step: 'Turn it on. Indexing has a price per update.',
          command: turnOn(
            watched.region,
            settings?.facts,
            off ? { thingIndexingMode: 'REGISTRY', ...setting } : setting,
          ),
        }),
  )
}

const whole = z.object({ thingIndexingConfiguration: z.record(z.string(), z.unknown()).default({}) })

// What the command leaves out AWS turns off: all that is set now is said again.
function turnOn(region: string, facts: unknown, setting: Record<string, string>): string {
  const { managedFields: _, ...now } = whole.safeParse(facts).data?.thingIndexingConfiguration ?? {}
  return `aws iot update-indexing-configuration --region ${region} --thing-indexing-configuration '${JSON.stringify({ ...now, ...setting })}'`
}
