import { z } from 'zod'
import { accountId, instant } from './base.ts'

/** IoT Jobs and Greengrass deployments are one thing to the people who wait for them. */
export const deploymentKind = z.enum(['job', 'greengrass'])
export type DeploymentKind = z.infer<typeof deploymentKind>

/** AWS's states of a job execution; of a Greengrass core's, those it maps to. */
export const executionStatus = z.enum([
  'QUEUED',
  'IN_PROGRESS',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'REJECTED',
  'REMOVED',
  'CANCELED',
  'UNKNOWN',
])
export type ExecutionStatus = z.infer<typeof executionStatus>

/** Why a device does not get on. Thresholds are settings; the rule is in server/deployments/stalled. */
export const stallCause = z.enum([
  'device-offline',
  'behind-another',
  'no-timer',
  'no-change',
  'rollout-throttled',
  'maintenance-window',
  'rejected',
  'agent-silent',
  'core-stale',
  'undecided',
])
export type StallCause = z.infer<typeof stallCause>

/** How a deployment goes, decided by its counts: that AWS calls it COMPLETED says nothing of success. */
export const deploymentHealth = z.enum([
  'scheduled',
  'running',
  'stalled',
  'failing',
  'succeeded',
  'failed',
  'partly',
  'canceled',
  'unknown',
])
export type DeploymentHealth = z.infer<typeof deploymentHealth>

export const deploymentCounts = z.object({
  queued: z.number().int(),
  inProgress: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  timedOut: z.number().int(),
  rejected: z.number().int(),
  removed: z.number().int(),
  canceled: z.number().int(),
})
export type DeploymentCounts = z.infer<typeof deploymentCounts>

export const deploymentSummary = z.object({
  id: z.string().describe('Our number'),
  account: z.number().int(),
  kind: deploymentKind,
  name: z.string().describe("AWS's job ID or deployment ID"),
  title: z.string(),
  awsStatus: z.string(),
  health: deploymentHealth,
  target: z.string().describe('What it is for, in words'),
  intent: z.string().nullable().describe('What it brings: package versions, components, or the description of a job'),
  security: z
    .boolean()
    .describe('Told to be a security update by its name, description or document; of Greengrass by its name or tags'),
  counts: deploymentCounts,
  total: z.number().int(),
  stalled: z
    .number()
    .int()
    .describe('Executions that do not get on though they should; what only waits is not counted'),
  window: z
    .object({ opensAt: instant.nullable().describe('null: its last one is over') })
    .nullable()
    .describe('Its maintenance window is closed: what is left waits for it, and is not stalled'),
  continuous: z.boolean(),
  createdAt: instant.nullable(),
  lastChangeAt: instant
    .nullable()
    .describe(
      'When a count last changed; of what was over before it was read, when AWS says that it ended; null: not seen yet',
    ),
  completedAt: instant.nullable(),
  etaS: z
    .number()
    .int()
    .nullable()
    .describe(
      'At the pace of the last hour, for those that get on; null when it cannot be told, or half and more are stalled',
    ),
  seenAt: instant.nullable().describe('Age of these counts'),
})
export type DeploymentSummary = z.infer<typeof deploymentSummary>

export const execution = z.object({
  thing: z.string(),
  known: z.boolean().describe('Whether the thing is in the inventory'),
  status: executionStatus,
  message: z.string().nullable().describe("The device's own"),
  queuedAt: instant.nullable(),
  startedAt: instant.nullable(),
  lastUpdatedAt: instant.nullable(),
  timesOutAt: instant.nullable(),
  attempt: z.number().int().nullable(),
  connected: z.boolean().nullable(),
  stall: z
    .object({
      cause: stallCause,
      says: z.string(),
      since: instant.nullable(),
      stalled: z.boolean().describe('Counts as stalled; else it waits, or refused'),
    })
    .nullable(),
  seenAt: instant,
})
export type Execution = z.infer<typeof execution>

export const deployment = deploymentSummary.extend({
  description: z.string().nullable(),
  document: z.string().nullable(),
  components: z.array(z.object({ name: z.string(), version: z.string() })),
  packages: z.array(z.object({ name: z.string(), version: z.string() })),
  targets: z.array(z.string()),
  rollout: z.string().nullable().describe('In words'),
  abort: z.string().nullable(),
  timeout: z.string().nullable(),
  schedule: z.string().nullable(),
  progress: z
    .array(z.object({ at: instant }).extend(deploymentCounts.shape))
    .describe('Counts as they were seen, at most 200 points'),
  messages: z
    .array(z.object({ message: z.string(), status: executionStatus, count: z.number().int(), example: z.string() }))
    .describe('Failures by what devices said, the most frequent first'),
  stalls: z
    .array(
      z.object({
        cause: stallCause,
        count: z.number().int(),
        stalled: z.number().int().describe('How many of these count as stalled; the others wait, or refused'),
        says: z.string(),
      }),
    )
    .describe('Why devices do not have it yet'),
  interrupted: z
    .object({ count: z.number().int(), things: z.array(z.string()).describe('The first by name') })
    .describe('Called off after they had begun: nothing says what state that left them in'),
  retryable: z
    .number()
    .int()
    .describe('Failed, timed out or refused, or taken out and meant again; neither succeeded since nor tried again'),
  retries: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        health: deploymentHealth,
        succeeded: z.number().int(),
        total: z.number().int(),
      }),
    )
    .describe('Jobs that were made to retry it, or to retry a retry of it, each once, the first first'),
  runs: z.array(
    z.object({ id: z.uuid(), number: z.number().int(), action: z.string(), state: z.string(), at: instant }),
  ),
})
export type Deployment = z.infer<typeof deployment>

export const deploymentFilters = z.object({
  account: accountId.optional(),
  kind: deploymentKind.optional(),
  health: deploymentHealth.optional(),
  search: z.string().trim().max(128).optional(),
  thing: z.string().max(128).optional().describe('Deployments that concern this thing'),
  sort: z.enum(['-created', '-changed', 'health']).optional(),
})
export type DeploymentFilters = z.infer<typeof deploymentFilters>

/** One cell of the version matrix: how many things of a type or group report a version of a package. */
const softwareVersion = z.object({
  account: z.number().int(),
  package: z.string(),
  version: z.string(),
  of: z.string().describe('The thing type or group'),
  things: z.number().int(),
  intended: z.boolean().describe('What the deployments want there'),
  behind: z.number().int().describe('How many of these run less than is meant for them'),
})

export const softwareInventory = z.object({
  by: z.enum(['type', 'group']),
  versions: z.array(softwareVersion),
  unknown: z
    .array(z.object({ account: z.number().int(), of: z.string(), things: z.number().int() }))
    .describe('Things that report nothing'),
  behind: z.number().int(),
  coverage: z.number().min(0).max(1).nullable(),
  at: instant.nullable(),
})
export type SoftwareInventory = z.infer<typeof softwareInventory>

/** One thing that runs another version than is meant for it, or whose version changed in a way nobody asked for. */
export const softwareDrift = z.object({
  account: z.number().int(),
  thing: z.string(),
  package: z.string(),
  version: z.string().nullable(),
  intended: z.string().nullable(),
  kind: z
    .enum(['behind', 'downgrade', 'unannounced', 'ahead', 'other'])
    .describe("'other': not the one that is meant, and nothing tells which is newer"),
  since: instant.nullable(),
  from: z.string().nullable().describe('The version before'),
})
export type SoftwareDrift = z.infer<typeof softwareDrift>

/** What one thing says it runs, and what of that changed lately, the newest first. Its own word: nothing attests it. */
export const thingSoftware = z.object({
  versions: z.array(
    z.object({
      package: z.string(),
      version: z.string(),
      source: z.enum(['shadow', 'greengrass']),
      since: instant,
    }),
  ),
  changes: z.array(
    z.object({
      package: z.string(),
      from: z.string().nullable(),
      version: z.string().nullable(),
      at: instant,
      kind: z
        .enum(['first', 'announced', 'unannounced', 'downgrade', 'removed'])
        .nullable()
        .describe('null: not judged yet'),
      deployment: z.object({ id: z.string(), title: z.string() }).nullable(),
    }),
  ),
  at: instant.nullable().describe('When the software of its account was read last'),
})
export type ThingSoftware = z.infer<typeof thingSoftware>

/** A thing that cannot be updated, why, and what is to be done about it by whom until when. */
export const unupdatable = z.object({
  account: z.number().int(),
  thing: z.string(),
  why: z.enum(['no-agent', 'type-unsupported', 'certificate-expired', 'never-updated', 'declared']),
  says: z.string(),
  since: instant.nullable(),
  plan: z.string().nullable(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  due: z.string().nullable().describe('A day'),
  state: z
    .enum(['open', 'planned', 'overdue', 'done'])
    .describe('Planned: with a plan, an owner and a day; overdue: its day has passed, with or without the others'),
})
export type Unupdatable = z.infer<typeof unupdatable>

export const deploymentFigures = z.object({
  byHealth: z.array(z.object({ health: deploymentHealth, count: z.number().int() })),
  blocked: z
    .number()
    .int()
    .nullable()
    .describe(
      'Things that a security update does not reach; this and the next two are null until worked out of every account',
    ),
  behind: z.number().int().nullable(),
  unupdatable: z.number().int().nullable(),
  at: instant.nullable(),
})
export type DeploymentFigures = z.infer<typeof deploymentFigures>

export const executionFilters = z.object({
  status: executionStatus.optional(),
  stall: stallCause.optional(),
  standing: z.enum(['stalled', 'waiting']).optional().describe('Whether they count as stalled, or only wait'),
  message: z.string().max(1024).optional(),
  search: z.string().trim().max(128).optional(),
})
export type ExecutionFilters = z.infer<typeof executionFilters>

export const driftFilters = z.object({
  account: accountId.optional(),
  package: z.string().max(128).optional(),
  kind: softwareDrift.shape.kind.optional(),
  thing: z.string().max(128).optional(),
})
export type DriftFilters = z.infer<typeof driftFilters>

export const unupdatableFilters = z.object({
  account: accountId.optional(),
  why: unupdatable.shape.why.optional(),
  state: unupdatable.shape.state.optional(),
  thing: z.string().max(128).optional(),
})
export type UnupdatableFilters = z.infer<typeof unupdatableFilters>

const threshold = (most: number) => z.number().int().min(1).max(most)

/** What may differ by thing type. */
export const typeThresholds = z.object({
  queuedMinutes: threshold(43_200).describe('Queued for longer is a stall, of a device that is connected'),
  inProgressMinutes: threshold(43_200).describe('Without a word for longer is a stall'),
  offlineHours: threshold(8_760).describe('That a device is offline is a stall only after so long'),
  agentSilentHours: threshold(8_760).describe('Connected, and takes nothing for longer: its agent is silent'),
  coreStaleHours: threshold(8_760).describe('A core that reported nothing for longer may be dead'),
})
export type TypeThresholds = z.infer<typeof typeThresholds>

/** For all things, with what is said of deployments as a whole. */
export const deploymentThresholds = typeThresholds.extend({
  unchangedPolls: threshold(1_000).describe('Counts that stand still for so many looks'),
  failingPercent: threshold(100).describe('Of those that ended, so many failed: the deployment is failing'),
  neverUpdatedDays: threshold(3_650).describe('Offered updates for longer, and never took one'),
})
export type DeploymentThresholds = z.infer<typeof deploymentThresholds>

export const deploymentSettings = z.object({
  thresholds: deploymentThresholds,
  defaults: deploymentThresholds,
  types: z.array(z.object({ type: z.string(), values: typeThresholds.partial() })),
  unsupported: z.array(
    z.object({ account: z.number().int(), type: z.string(), why: z.string(), by: z.string(), at: instant }),
  ),
})
export type DeploymentSettings = z.infer<typeof deploymentSettings>

/** What is meant to run on the things of a type or group; by a person's word, or by the latest deployment. */
export const intendedVersion = z.object({
  account: z.number().int(),
  kind: z.enum(['type', 'group', 'thing']),
  of: z.string(),
  package: z.string(),
  version: z.string(),
  since: instant,
  stated: z.object({ why: z.string(), by: z.string() }).nullable().describe('null: a deployment says so'),
  deployment: z.object({ id: z.string(), title: z.string() }).nullable(),
})
export type IntendedVersion = z.infer<typeof intendedVersion>
