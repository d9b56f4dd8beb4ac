import { z } from 'zod'
import { actionIds } from './actions.ts'
import { accountId, flag, instant } from './base.ts'
import { certificateFilters } from './certificates.ts'
import { cause, incidentId, severity } from './incidents.ts'
import { thingFilters } from './things.ts'

export const runId = z.uuid()
const name = z.string().min(1).max(256)

/** The most targets one run may have. */
export const mostTargets = 100_000

/** What to act on. 'things' and 'certificates' freeze everything their filter matches at that moment. */
export const selection = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('named'), names: z.array(name).min(1).max(1000) }),
  z.object({ scope: z.literal('things'), filters: thingFilters.omit({ account: true, sort: true }) }),
  z.object({ scope: z.literal('certificates'), filters: certificateFilters.omit({ account: true, sort: true }) }),
])
export type Selection = z.infer<typeof selection>

/** What the operator decides beside the targets. Each action reads those that concern it. */
export const actionOptions = z.object({
  /** Certificates that other things use, too, and that the operator wants deactivated all the same. */
  sharedCertificates: z.array(z.string().max(128)).max(1000).optional(),
  /** 'group': quarantine only; 'certificates': deactivate only. Mass containment offers the cheaper. */
  route: z.enum(['both', 'group', 'certificates']).optional(),
  /** Throws away the session's subscriptions and queued messages, too. */
  cleanSession: z.boolean().optional(),
  /** Asks the device to stop first, because it cannot hear once it is cut off. */
  askToStop: z.boolean().optional(),
  /** The group a thing leaves when it is in as many as AWS allows. */
  leaveGroup: z.string().max(128).optional(),
  /** The mitigation action of the account that Device Defender is to apply. */
  mitigation: z.string().max(128).optional(),
  /** Of a job that is cancelled: devices that began are told to stop, too. */
  force: z.boolean().optional(),
})
export type ActionOptions = z.infer<typeof actionOptions>

export const reasonCategory = z.enum([
  'compromised-credential',
  'cloned-device',
  'lost-or-stolen',
  'policy-violation',
  'malfunction',
  'failed-rollout',
  'bad-version',
  'wrong-target',
  'decommission',
  'exercise',
  'false-alarm',
  'other',
])
export type ReasonCategory = z.infer<typeof reasonCategory>

/** Where a run stands. Only 'planning' to 'awaiting-approval' have changed nothing for sure; see docs/response.md. */
export const runState = z.enum([
  'planning',
  'plan-failed',
  'planned',
  'awaiting-approval',
  'rejected',
  'expired',
  'queued',
  'changed',
  'running',
  'watching',
  'done',
  'stopped',
  'cancelled',
])
export type RunState = z.infer<typeof runState>

/**
 * Where one target stands. 'proving', 'contained' and 'not-contained' are for actions that keep a device out. 'proving':
 * no look has seen a session of its own since, and that has not lasted for the settling time yet; 'undone': what was done
 * to it was taken back by a later run.
 */
export const targetState = z.enum([
  'planned',
  'skipped',
  'pending',
  'applying',
  'applied',
  'confirmed',
  'proving',
  'contained',
  'not-contained',
  'unproved',
  'failed',
  'not-started',
  'undone',
])
export type TargetState = z.infer<typeof targetState>

/** One AWS call a plan makes. `from` and `to` are what it changes, in AWS's words where it has them. */
export const plannedStep = z.object({
  kind: z.string(),
  operation: z.string(),
  subject: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  sentence: z.string(),
})
export type PlannedStep = z.infer<typeof plannedStep>

/** A session somebody would lose, as it was last observed. */
const losingSession = z.object({
  clientId: z.string(),
  connected: z.boolean().nullable().describe('null: nothing says'),
  since: instant.nullable(),
  observedAt: instant.nullable(),
})

/** An open incident that names what a plan is aimed at or takes access from, as it stood when the plan was made. */
const concernedIncident = z.object({
  id: incidentId,
  number: z.number().int(),
  severity,
  cause,
  clientId: z.string(),
})
export type ConcernedIncident = z.infer<typeof concernedIncident>

/** A certificate that other things use, too. */
const sharedCertificate = z.object({ certificateId: z.string(), things: z.array(z.string()), included: z.boolean() })

/** What a plan says of one target. Plans that were stored before incidents were looked for name none. */
export const targetPlan = z.object({
  steps: z.array(plannedStep),
  skip: z.string().nullable().describe('Why nothing is done to it'),
  things: z.array(z.string()).describe('Things that lose access'),
  sessions: z.array(losingSession),
  shared: z.array(sharedCertificate).describe('Certificates that other things use, too'),
  jobs: z
    .array(z.object({ jobId: z.string(), status: z.string() }))
    .nullable()
    .describe('null: not asked'),
  incidents: z.array(concernedIncident).default([]).describe('Open ones that concern it, the worst 20'),
  warnings: z.array(z.string()),
  factsAt: instant.nullable().describe('How old the oldest fact behind this is'),
  fromAws: z.boolean().describe('Whether the facts were asked of AWS for this plan'),
})
export type TargetPlan = z.infer<typeof targetPlan>

const route = z.object({
  route: z.enum(['group', 'certificates', 'both', 'policy']),
  sentence: z.string(),
  calls: z.number().int(),
  seconds: z.number().describe('At the share of the quota that is ours; policy caches come on top'),
  cacheMinutes: z.number().describe('How long AWS may go on honouring the old permissions'),
  chosen: z.boolean(),
})

/** What stands between a plan and its execution, decided by the server. */
const planGuards = z.object({
  whyNot: z.array(z.string()).describe('Reasons it cannot be requested at all; empty when it can'),
  approval: z.string().nullable().describe('Why a second person must approve; null when none need'),
  typed: z.string().nullable().describe('What must be typed to confirm; null when nothing'),
  neverTouched: z.number().int().describe('Targets left out by the never-touch list'),
  capLeft: z.number().int().describe('Targets that the hourly cap still allows'),
  alone: z
    .object({ cut: z.number().int(), left: z.number().int() })
    .nullable()
    .default(null)
    .describe(
      'Of what cuts devices off: how many the same person cut off within the last hour without a second one, beside this plan, and how many more need none; null for other actions',
    ),
})

/** A plan as a whole. */
export const planSummary = z.object({
  changes: z.number().int().describe('Targets that will be changed'),
  skipped: z.array(z.object({ why: z.string(), count: z.number().int() })),
  calls: z.array(z.object({ operation: z.string(), count: z.number().int(), perSecond: z.number() })),
  seconds: z.number().describe('Time its calls will take'),
  losing: z.object({
    things: z.number().int(),
    sessions: z.number().int().describe('Live as last observed'),
    sessionsUnknown: z.number().int(),
    sharedCertificates: z.number().int(),
    jobs: z.number().int().nullable(),
    incidents: z.number().int().default(0).describe('Open ones that concern its targets'),
  }),
  incidents: z.array(concernedIncident).default([]).describe('Of those, the worst 20'),
  shared: z
    .object({
      total: z.number().int(),
      first: z.array(sharedCertificate.extend({ users: z.number().int() })),
    })
    .default({ total: 0, first: [] })
    .describe('Certificates of all its targets that other things use, too: the first 100, each with 10 of its users'),
  touches: z.number().int().default(0).describe('Devices that are told to do or to stop something'),
  stranded: z
    .number()
    .int()
    .default(0)
    .describe('Live sessions opened with a certificate that has expired since: no undo brings them back'),
  final: z.boolean(),
  warnings: z.array(z.string()),
  routes: z.array(route).describe('Ways to the same end, with their arithmetic; empty when there is one'),
  permissions: z.array(
    z.object({
      action: z.string(),
      state: z.enum(['allowed', 'denied', 'unproved']),
      at: instant.nullable().describe('When AWS last said so'),
    }),
  ),
  guards: planGuards,
  factsAt: instant.nullable(),
  fromAws: z.boolean(),
})
export type PlanSummary = z.infer<typeof planSummary>

/** One target whose plan is not what was seen. */
export const difference = z.object({ name: z.string(), before: z.string(), after: z.string() })
export type Difference = z.infer<typeof difference>

const person = z.object({ id: z.string().nullable(), name: z.string() })

/** How far a proof of containment has come. */
const proving = z.object({
  since: instant
    .nullable()
    .describe('From when on no look saw a session; null: it cannot begin, and the observation says why'),
  decideAt: instant
    .nullable()
    .describe('When that will have lasted for the settling time: contained is said then, at the soonest'),
})

export const runSummary = z.object({
  id: runId,
  number: z.number().int(),
  account: z.number().int(),
  action: z.enum(actionIds),
  state: runState,
  targets: z.number().int(),
  counts: z.partialRecord(targetState, z.number().int()),
  /** The one target's name, when there is one. */
  target: z.string().nullable(),
  by: person,
  createdAt: instant,
  requestedAt: instant.nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  category: reasonCategory.nullable(),
  reason: z.string().nullable(),
  approvalExpiresAt: instant.nullable(),
  proving: proving.nullable().describe('Of its targets that are being proved, the latest; null when none is'),
  containedInS: z
    .number()
    .nullable()
    .describe(
      'From the request, or its approval, until the last target was out; null until that has lasted for the settling time of each',
    ),
  overLimit: z.boolean().describe('Containment took or takes longer than the limit in the settings'),
  undoOf: z.object({ id: runId, number: z.number().int() }).nullable(),
  undone: z.boolean().describe('Another run took it back, or is about it'),
})
export type RunSummary = z.infer<typeof runSummary>

export const run = runSummary.extend({
  selection,
  options: actionOptions,
  plan: planSummary.nullable().describe('null while it is being made'),
  digest: z.string().nullable().describe('Names the plan that was seen; executing needs it'),
  plannedAt: instant.nullable(),
  recheck: z
    .object({ at: instant, digest: z.string(), differences: z.array(difference) })
    .nullable()
    .describe('The plan computed again from fresh facts, for who approves'),
  decidedBy: person.nullable(),
  decidedAt: instant.nullable(),
  decisionNote: z.string().nullable(),
  stopReason: z.string().nullable().describe('Why it was stopped, refused or could not be planned'),
  differences: z.array(difference).nullable().describe('What changed between plan and execution'),
  appliedAt: instant.nullable().describe('When the last of its calls was confirmed; null while some are to come'),
  containmentLimitS: z.number(),
  undo: z.object({ whyNot: z.string().nullable(), run: z.object({ id: runId, number: z.number().int() }).nullable() }),
  retryOf: z.object({ id: runId, number: z.number().int() }).nullable(),
  incident: z.object({ id: incidentId, number: z.number().int() }).nullable().describe('The one it answers'),
  /** Why the person asking cannot do these now; null when they can. */
  may: z.object({
    request: z.string().nullable(),
    approve: z.string().nullable(),
    cancel: z.string().nullable(),
    retry: z.string().nullable(),
  }),
})
export type Run = z.infer<typeof run>

export const targetStep = plannedStep.extend({
  state: z.enum(['planned', 'intended', 'applied', 'confirmed', 'failed', 'skipped']),
  before: z.string().nullable().describe('What AWS said right before the call'),
  requestId: z.string().nullable(),
  at: instant.nullable(),
  error: z.string().nullable(),
})
export type TargetStep = z.infer<typeof targetStep>

export const runTarget = z.object({
  n: z.number().int(),
  kind: z.enum(['thing', 'certificate', 'client', 'thing-group', 'account', 'audit-finding', 'deployment']),
  name: z.string(),
  identity: z.string().nullable().describe('What AWS never gives to another object: thing ID or ARN'),
  state: targetState,
  plan: targetPlan.nullable(),
  steps: z.array(targetStep),
  error: z.string().nullable(),
  requestId: z.string().nullable(),
  appliedAt: instant.nullable(),
  confirmedAt: instant.nullable(),
  proving: proving.nullable().describe('null unless it is being proved'),
  containedAt: instant.nullable().describe('Since when it is shown to be out: the first look of those that prove it'),
  provedAt: instant.nullable().describe('When that had lasted for the settling time, so that it could be said'),
  observation: z.string().nullable().describe('The fact that proves or contradicts containment, in a sentence'),
  observedAt: instant.nullable(),
  refused: z
    .object({ count: z.number().int(), lastAt: instant, reasons: z.array(z.string()) })
    .nullable()
    .describe(
      'Attempts to connect that AWS refused since it was applied, as far as the logs show them; null: none seen',
    ),
})
export type RunTarget = z.infer<typeof runTarget>

export const runFilters = z.object({
  account: accountId.optional(),
  action: z.enum(actionIds).optional(),
  state: runState.optional().describe('Plans that nobody asked for are listed only when their state is named'),
  underWay: flag.optional().describe('true: has calls to make, queued or running'),
  waiting: z.enum(['me', 'anyone']).optional().describe('me: waits for my approval'),
  thing: z.string().max(128).optional().describe('Runs that touched this thing; needs an account'),
  certificate: z.string().max(128).optional().describe('Runs that touched this certificate; needs an account'),
  by: z.string().max(64).optional(),
  outcome: z
    .enum(['not-contained', 'unproved', 'over-limit', 'proving'])
    .optional()
    .describe(
      'What of it needs a person: targets that have a session, or ended in the last 7 days with targets that are not shown to be out, both without exercises; under way for too long. Or what is being proved',
    ),
})
export type RunFilters = z.infer<typeof runFilters>

export const targetFilters = z.object({
  state: targetState.optional(),
  search: z.string().trim().max(128).optional(),
})
export type TargetFilters = z.infer<typeof targetFilters>

/** Targets and the runs they are in: both are said, so that neither is taken for the other. */
const targetTally = z.object({
  targets: z.number().int(),
  runs: z.number().int(),
  capped: z.boolean().describe('true: there are at least so many'),
  at: instant
    .nullable()
    .describe('When the one longest not looked at was last looked at; null: there are none, or one never was'),
})
export type TargetTally = z.infer<typeof targetTally>

export const responseOverview = z.object({
  waitingForMe: z.number().int(),
  waiting: z.number().int(),
  running: z.number().int().describe('Queued or running: as the filter underWay finds them'),
  notContained: targetTally.describe('Should be out and are not: as the outcome of that name finds them'),
  unproved: targetTally.describe(
    'Ended in the last 7 days, and not shown to be out: as the outcome of that name finds them',
  ),
  proving: targetTally.describe('Being proved: not seen with a session, and not contained yet'),
  readOnly: z.boolean(),
  containmentLimitS: z.number(),
  containment: z
    .array(
      z.object({
        run: runId,
        number: z.number().int(),
        at: instant,
        seconds: z.number(),
        targets: z.number().int(),
        undone: z.boolean().describe('Not out any more: it was taken back since'),
      }),
    )
    .describe('The latest 60 contained runs without exercises, oldest first'),
  lastDay: z
    .object({
      contained: targetTally.extend({ at: instant.nullable().describe('When the latest of them was contained') }),
      undone: z.number().int().describe('Targets acted on since then that a later run let in again'),
      failed: z.number().int(),
    })
    .describe('Targets of the last 24 hours as they stand by now, without exercises'),
})
export type ResponseOverview = z.infer<typeof responseOverview>
