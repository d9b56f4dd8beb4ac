import { z } from 'zod'
import {
  accountId,
  accountNumber,
  asAdmin,
  asResponder,
  asViewer,
  flag,
  instant,
  pageOf,
  paging,
  rowId,
  versionSeen,
} from './base.ts'
import { severity } from './incidents.ts'

/**
 * What is measured of a device in a window. Names with `aws:` are Device Defender's and mean the same; the others are
 * ours. Where each comes from, and what is missing when it does not, is in server/behaviours/metrics.
 */
export const behaviourMetric = z.enum([
  'aws:num-connection-attempts',
  'fleetwarden:num-authentication-failures',
  'aws:num-authorization-failures',
  'aws:num-disconnects',
  'aws:num-messages-sent',
  'aws:num-messages-received',
  'aws:message-byte-size',
  'aws:source-ip-address',
  'aws:disconnect-duration',
  'aws:num-listening-tcp-ports',
  'aws:num-listening-udp-ports',
  'aws:listening-tcp-ports',
  'aws:listening-udp-ports',
  'aws:num-established-tcp-connections',
  'aws:destination-ip-addresses',
  'aws:all-bytes-in',
  'aws:all-bytes-out',
  'aws:all-packets-in',
  'aws:all-packets-out',
  'fleetwarden:agent-silence',
])
export type BehaviourMetric = z.infer<typeof behaviourMetric>

const operator = z.enum([
  'less-than',
  'less-than-equals',
  'greater-than',
  'greater-than-equals',
  'in-cidr-set',
  'not-in-cidr-set',
  'in-port-set',
  'not-in-port-set',
])

/**
 * What is normal, as in Detect: an alarm is for what is not so. A number or set, a percentile of the group, or the
 * device's own past.
 */
export const behaviourCriteria = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('static'),
    operator,
    value: z.number().min(0).max(1e15).nullable().describe('For numbers'),
    values: z.array(z.string().max(64)).max(1000).describe('CIDRs or ports'),
  }),
  z.object({
    kind: z.literal('percentile'),
    operator: operator.extract(['less-than', 'greater-than']),
    percentile: z.number().min(0.1).max(99.9),
  }),
  z.object({
    kind: z.literal('baseline'),
    operator: operator.extract(['less-than', 'greater-than']),
    deviations: z
      .number()
      .min(2)
      .max(50)
      .describe("Scaled median absolute deviations from the median of the device's own last windows"),
  }),
])
export type BehaviourCriteria = z.infer<typeof behaviourCriteria>

/** As Detect allows. */
const durations = [300, 600, 900, 1800, 3600] as const

export const behaviour = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(128)
    .regex(/^[\w:-]+$/, 'Letters, digits, - _ and :'),
  metric: behaviourMetric,
  durationS: z.union(durations.map((one) => z.literal(one))),
  criteria: behaviourCriteria,
  toAlarm: z.number().int().min(1).max(10).describe('Consecutive windows until it is in alarm'),
  toClear: z.number().int().min(1).max(10),
  severity,
  suppressAlerts: z.boolean().describe('Recorded, and told nobody'),
  opensIncident: z.boolean().describe('An alarm opens an incident, or joins the open one of the same client ID'),
})
export type Behaviour = z.infer<typeof behaviour>

/** Whom a profile is about. Without a word: every thing of the account. */
const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('group'), name: z.string().min(1).max(128) }),
  z.object({ kind: z.literal('type'), name: z.string().min(1).max(128) }),
  z.object({ kind: z.literal('unregistered') }),
])

const profileInput = z.object({
  name: z.string().trim().min(1).max(128),
  description: z.string().trim().max(1000),
  account: accountNumber.nullable().describe('null: all'),
  targets: z.array(target).min(1).max(50),
  behaviours: z.array(behaviour).min(1).max(100),
  enabled: z.boolean(),
})

export const securityProfile = profileInput.extend({
  id: rowId,
  version: z.number().int(),
  changedAt: instant,
  changedBy: z.string(),
  inAlarm: z.number().int(),
  devices: z.number().int().nullable().describe('Devices it watches'),
  metrics: z
    .array(
      z.object({ metric: behaviourMetric, available: z.boolean(), why: z.string().nullable(), at: instant.nullable() }),
    )
    .describe('Whether what it judges arrives'),
})
export type SecurityProfile = z.infer<typeof securityProfile>

/** Detect's words. */
export const violationState = z.enum(['in-alarm', 'alarm-cleared', 'alarm-invalidated'])
export type ViolationState = z.infer<typeof violationState>
export const verificationState = z.enum(['UNKNOWN', 'TRUE_POSITIVE', 'BENIGN_POSITIVE', 'FALSE_POSITIVE'])
export type VerificationState = z.infer<typeof verificationState>

export const violation = z.object({
  id: z.string().describe("Ours, or Detect's own"),
  account: z.number().int(),
  source: z.enum(['ours', 'detect']),
  profile: z.string(),
  behaviour: z.string(),
  metric: z.string(),
  device: z.string().describe('Thing name, or the client ID of none'),
  registered: z.boolean(),
  state: violationState,
  verification: verificationState.describe("Of Detect's own as AWS told it last"),
  verifiedBy: z.string().nullable(),
  asked: z
    .object({
      verification: verificationState,
      state: z
        .enum(['wanted', 'applied', 'confirmed', 'failed'])
        .describe("'applied': AWS took it and was not read since"),
      by: z.string(),
      at: instant,
      error: z.string().nullable(),
    })
    .nullable()
    .describe("The latest verdict from here on one of Detect's own; null: none"),
  verificationNote: z.string().nullable(),
  severity,
  value: z.string().describe('What was measured, in words'),
  limit: z.string().describe('What it was held against, in words'),
  startedAt: instant,
  lastAt: instant,
  clearedAt: instant.nullable(),
  finding: z.uuid().nullable(),
  incident: z.object({ id: z.uuid(), number: z.number().int() }).nullable(),
})
export type Violation = z.infer<typeof violation>

export const violationFilters = z.object({
  account: accountId.optional(),
  state: violationState.optional(),
  verification: verificationState.optional(),
  source: z.enum(['ours', 'detect']).optional(),
  profile: z.string().max(128).optional(),
  metric: z.string().max(128).optional(),
  device: z.string().max(128).optional(),
  search: z.string().trim().max(128).optional(),
  severity: severity.optional(),
})
export type ViolationFilters = z.infer<typeof violationFilters>

/** A device whose agent does not report. */
export const silentAgent = z.object({
  account: z.number().int(),
  thing: z.string(),
  type: z.string().nullable(),
  connected: z.boolean().nullable(),
  lastReportAt: instant.nullable().describe('null: never'),
  expectedEveryS: z.number().int().nullable(),
})
export type SilentAgent = z.infer<typeof silentAgent>

export const behaviourFigures = z.object({
  inAlarm: z
    .number()
    .int()
    .nullable()
    .describe("Alarms that go on, Detect's too; null: none, and nothing could be judged either"),
  unknown: z.number().int().describe('Behaviours that could not be judged'),
  byMetric: z.array(z.object({ metric: z.string(), count: z.number().int() })),
  verified: z
    .array(z.object({ verification: verificationState, count: z.number().int() }))
    .describe('Of alarms that began within the last 30 days, of Detect too'),
  perDay: z.array(z.object({ day: z.string(), started: z.number().int(), cleared: z.number().int() })),
  reporting: z.number().int().nullable().describe('Things whose agent reported within the last day'),
  silent: z.number().int().nullable(),
  judgedAt: instant.nullable(),
})
export type BehaviourFigures = z.infer<typeof behaviourFigures>

const tags = ['Behaviours']

export const behaviours = {
  profiles: asViewer
    .route({
      method: 'GET',
      path: '/behaviours/profiles',
      tags,
      summary: 'Security profiles: what devices are held to',
    })
    .output(z.array(securityProfile)),
  saveProfile: asAdmin
    .route({ method: 'POST', path: '/behaviours/profiles', tags, summary: 'Add a security profile, or change one' })
    .input(
      profileInput.extend({
        id: rowId.optional(),
        version: versionSeen.optional().describe('The version that was shown'),
        why: z.string().trim().min(3).max(4000),
      }),
    )
    .output(securityProfile),
  removeProfile: asAdmin
    .route({
      method: 'DELETE',
      path: '/behaviours/profiles/{id}',
      tags,
      summary: 'Remove a profile: its alarms are invalidated',
    })
    .input(z.object({ id: rowId }))
    .output(z.object({ removed: z.boolean() })),
  previewBehaviour: asResponder
    .route({
      method: 'POST',
      path: '/behaviours/preview',
      tags,
      summary: 'Which devices would have been in alarm in the last day',
    })
    .input(z.object({ account: accountNumber, targets: profileInput.shape.targets, behaviour }))
    .output(
      z.object({
        devices: z.number().int(),
        windows: z.number().int(),
        examples: z.array(z.object({ device: z.string(), value: z.string(), at: instant })),
        why: z.string().nullable().describe('Why it cannot be told'),
      }),
    ),
  violations: asViewer
    .route({ method: 'GET', path: '/behaviours/violations', tags, summary: 'Violations, the latest first' })
    .input(violationFilters.extend(paging))
    .output(pageOf(violation)),
  violation: asViewer
    .route({ method: 'GET', path: '/behaviours/violations/{id}', tags, summary: 'One violation' })
    .input(z.object({ id: z.string().min(1).max(128) }))
    .output(violation),
  verify: asResponder
    .route({
      method: 'PUT',
      path: '/behaviours/violations/{id}/verification',
      tags,
      summary: 'Say whether an alarm was right',
    })
    .input(
      z.object({
        id: z.string().min(1).max(128),
        verification: verificationState,
        note: z.string().trim().max(1000).optional(),
      }),
    )
    .output(violation),
  series: asViewer
    .route({
      method: 'GET',
      path: '/behaviours/series',
      tags,
      summary: 'One metric of one device over time, with its limits',
    })
    .input(
      z.object({
        account: accountId,
        device: z.string().max(128),
        metric: behaviourMetric,
        hours: z.coerce.number().int().min(1).max(168).optional(),
      }),
    )
    .output(
      z.object({
        points: z.array(z.object({ at: instant, value: z.number().nullable() })),
        median: z.number().nullable(),
        deviation: z.number().nullable(),
        why: z.string().nullable(),
      }),
    ),
  silent: asViewer
    .route({ method: 'GET', path: '/behaviours/silent', tags, summary: 'Devices that send no device-side metrics' })
    .input(
      z
        .object({ account: accountId.optional(), type: z.string().max(128).optional(), never: flag.optional() })
        .extend(paging),
    )
    .output(pageOf(silentAgent)),
  figures: asViewer
    .route({ method: 'GET', path: '/behaviours/figures', tags, summary: 'Behaviours in figures' })
    .input(z.object({ account: accountId.optional() }))
    .output(behaviourFigures),
}
