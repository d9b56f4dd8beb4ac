import { z } from 'zod'
import type { CoverageItem } from '#contract/findings.ts'
import { item, only, type Watched } from './item.ts'

const logging = z.object({
  configured: z.boolean().optional(),
  defaultLogLevel: z.string().optional(),
  disableAllLogs: z.boolean().optional(),
})
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

/** Whether AWS IoT logs what incidents and behaviours are judged by. */
export function loggingCoverage(watched: Watched): CoverageItem[] {
  const settings = only(watched, 'logging')
  const about = { id: 'logging', area: 'logging', title: 'AWS IoT logging', at: settings?.seenAt ?? null } as const
  const parsed = logging.safeParse(settings?.facts)
  if (!parsed.success)
    return [item(watched, { ...about, state: 'unknown', detail: 'Its settings have not been read yet.' })]
  const { configured = true, defaultLogLevel = 'DISABLED', disableAllLogs = false } = parsed.data
  const on = configured && !disableAllLogs && defaultLogLevel !== 'DISABLED'
  if (on && wanted.includes(defaultLogLevel))
    return [item(watched, { ...about, state: 'on', detail: `Its level is ${defaultLogLevel}.` })]
  return [
    item(watched, {
      ...about,
      state: on ? 'partly' : 'off',
      detail: on
        ? `Its level is ${defaultLogLevel}: who took a client ID over is logged at INFO only.`
        : 'Nothing is logged: take-overs, refused credentials and refused actions leave no trace.',
      step: 'Set the level to INFO.',
      command: `aws iot set-v2-logging-options --region ${watched.region} --role-arn ${roleForLogs} --default-log-level INFO`,
    }),
  ]
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
