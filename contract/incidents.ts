import { z } from 'zod'
import { accountId, count, flag, instant, rowId } from './base.ts'

export const incidentId = z.uuid()

/** One scale everywhere: critical, high, medium, low, info. */
export const severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])
export type Severity = z.infer<typeof severity>

/**
 * Why a client ID is used by two sessions. 'undecided' says what would decide it. 'unusual-behaviour' and 'finding'
 * are no conflict: an alarm of a security profile, or a rule about findings, opened it.
 */
export const cause = z.enum([
  'same-credential-two-places',
  'two-credentials-one-client-id',
  'second-process',
  'flapping-link',
  'client-or-sdk-bug',
  'undecided',
  'unusual-behaviour',
  'finding',
])
export type Cause = z.infer<typeof cause>

/** Causes that records of connections decide between, and exercises play. */
export const conflictCause = cause.exclude(['undecided', 'unusual-behaviour', 'finding'])
export type ConflictCause = z.infer<typeof conflictCause>

/** Where an incident stands. People move it forward; data moves it to contained, and back by reopening. */
export const incidentState = z.enum(['new', 'triaged', 'contained', 'resolved', 'closed', 'dismissed', 'merged'])
export type IncidentState = z.infer<typeof incidentState>

/** One line of evidence: what was observed, whether it speaks for or against the cause, and whose rule says so. */
export const evidenceLine = z.object({
  rule: z.string(),
  says: z.string(),
  cause,
  weight: z.number().describe('Positive speaks for the cause, negative against'),
  source: z.string().describe('Where the rule comes from'),
})
export type EvidenceLine = z.infer<typeof evidenceLine>

/** One side of a conflict: who it is as far as the records say. null is not known, not absent. */
export const party = z.object({
  key: z.string().describe('Names the side within the incident'),
  principal: z.string().nullable().describe('Certificate ID or other principal'),
  certificate: z.string().nullable().describe('The certificate, when it is one of ours'),
  certificateStatus: z.string().nullable(),
  thing: z.string().nullable(),
  addresses: z.array(z.string()),
  networks: z.array(z.string()).describe('/24 of IPv4, /48 of IPv6'),
  firstAt: instant,
  lastAt: instant,
  connects: z.number().int(),
  kicked: z.number().int().describe('Times it was thrown out by the other side'),
  seenAs: z.enum(['victim', 'newcomer', 'both']),
})
export type Party = z.infer<typeof party>

const person = z.object({ id: z.string(), name: z.string() })

export const incidentSummary = z.object({
  id: incidentId,
  number: z.number().int(),
  account: z.number().int(),
  clientId: z.string(),
  thing: z.string().nullable().describe('null: no registered thing has this name'),
  state: incidentState,
  cause,
  confidence: z.number().min(0).max(1),
  severity,
  severityBy: person.nullable().describe('Who overrode it; null when the rules say so'),
  active: z.boolean().describe('Whether conflicts still arrive'),
  firstAt: instant,
  lastAt: instant,
  kicks: z.number().int(),
  ratePerMinute: z.number(),
  parties: z.number().int(),
  members: z.number().int().describe('Client IDs in it; more than one when a common cause joins them'),
  assignee: person.nullable(),
  tags: z.array(z.string()),
  reopened: z.number().int(),
  drill: z.boolean().describe('An exercise: never counted among real incidents'),
  awareAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
  containedAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  dismissedUntil: instant.nullable(),
  mergedInto: incidentId.nullable(),
})
export type IncidentSummary = z.infer<typeof incidentSummary>

export const incidentTask = z.object({
  id: rowId,
  text: z.string(),
  doneAt: instant.nullable(),
  doneBy: z.string().nullable(),
})

export const incident = incidentSummary.extend({
  evidence: z.array(evidenceLine),
  wouldDecide: z.array(z.string()).describe('What would settle the cause, each a step that can be taken'),
  sides: z.array(party),
  severityReasons: z.array(z.string()),
  severityNote: z.string().nullable(),
  memberClients: z
    .array(z.object({ clientId: z.string(), thing: z.string().nullable(), kicks: z.number().int() }))
    .describe('The first 100'),
  joined: z
    .array(z.object({ id: incidentId, number: z.number().int(), clientId: z.string() }))
    .describe('Merged into this one'),
  suggestions: z
    .array(z.object({ id: incidentId, number: z.number().int(), clientId: z.string(), why: z.string() }))
    .describe('Incidents that the same actor seems to cause'),
  reach: z.object({
    otherClients: z.array(z.string()).describe('Other client IDs its credentials or addresses were seen with'),
    things: z.number().int(),
  }),
  tasks: z.array(incidentTask),
  tasksVersion: z.string().describe('Another one whenever a text or the order of its tasks changed; ticks do not'),
  runs: z.array(
    z.object({
      id: z.uuid(),
      number: z.number().int(),
      action: z.string(),
      state: z.string(),
      outcome: z
        .enum(['contained', 'proving', 'not-contained', 'unproved', 'failed', 'done', 'open'])
        .describe('What its targets came to, the worst of them; open: not at its end yet'),
      undone: z.boolean().describe('Another run took it back, or is about it'),
      containedInS: z.number().nullable(),
    }),
  ),
  dismissal: z.object({ reason: z.string(), by: z.string(), at: instant }).nullable(),
  craApplies: z.boolean(),
  feeds: z
    .array(z.object({ feed: z.string(), state: z.string(), lastAt: instant.nullable(), adds: z.string() }))
    .describe('The sources this rests on, each with its age and what it adds'),
})
export type Incident = z.infer<typeof incident>

/** An incident that another could be joined to, or it to that; the likeliest come first. */
export const mergeCandidate = incidentSummary.extend({
  why: z.string().nullable().describe('What speaks for one actor behind both; null: nothing does'),
  joined: z.number().int().describe('How many are joined to it'),
})
export type MergeCandidate = z.infer<typeof mergeCandidate>

/** An incident that is joined to another, as the list in that one shows it. */
export const incidentMember = incidentSummary.pick({
  id: true,
  number: true,
  clientId: true,
  thing: true,
  kicks: true,
  lastAt: true,
})
export type IncidentMember = z.infer<typeof incidentMember>

export const incidentFilters = z.object({
  account: accountId.optional(),
  state: incidentState.optional(),
  open: flag.optional().describe('true: new, triaged or contained'),
  cause: cause.optional(),
  severity: severity.optional(),
  assignee: z.string().max(64).optional().describe("A person's id, 'me' or 'nobody'"),
  search: z.string().trim().max(128).optional().describe('Part of the client ID'),
  thing: z.string().max(128).optional(),
  certificate: z.string().max(128).optional(),
  tag: z.string().max(60).optional(),
  active: flag.optional(),
  drill: flag.optional().describe('true: exercises; otherwise real incidents only'),
  sort: z.enum(['-last', '-first', 'severity', '-kicks']).optional(),
})
export type IncidentFilters = z.infer<typeof incidentFilters>

/** One connection record as it was read, from any feed. */
export const connectionEvent = z.object({
  key: z.string(),
  at: instant,
  kind: z.enum(['connect', 'disconnect', 'connect-failed', 'auth-error']),
  clientId: z.string(),
  principal: z.string().nullable(),
  sourceIp: z.string().nullable(),
  sourcePort: z.number().int().nullable(),
  reason: z.string().nullable().describe("In the feed's own spelling"),
  duplicate: z.boolean(),
  feed: z.enum(['logs', 'lifecycle', 'index', 'audit']),
})
export type ConnectionEvent = z.infer<typeof connectionEvent>

/** A session of one side on the time axis; an end that nothing says is null. */
const lane = z.object({
  party: z.string(),
  sessions: z.array(z.object({ from: instant.nullable(), to: instant.nullable(), endedBy: z.string().nullable() })),
})

export const incidentCharts = z.object({
  from: instant,
  to: instant,
  lanes: z.array(lane),
  perMinute: z.array(z.object({ at: instant, kicks: z.number().int() })),
  intervals: z.array(z.object({ upToS: z.number(), count: z.number().int() })),
  cut: z.boolean().describe('Only the latest sessions are shown'),
})
export type IncidentCharts = z.infer<typeof incidentCharts>

/** What happened, joined: machine facts, people, actions. */
export const timelineEntry = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(['data', 'state', 'person', 'comment', 'action', 'task']),
  by: z.string().nullable(),
  title: z.string(),
  detail: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntry>

export const commentAnswer = timelineEntry.extend({
  notMentioned: z.array(z.string()).optional().describe('Words after an @ that name nobody, so that nobody was told'),
})
export type CommentAnswer = z.infer<typeof commentAnswer>

/** Which policy lets both sides in, the narrow statement that would not, and whom that would break. */
export const fixPath = z.object({
  policies: z.array(
    z.object({
      policy: z.string(),
      party: z.string(),
      statement: z.string().describe('The statement that allows iot:Connect, as JSON'),
      narrowed: z.string(),
      sentence: z.string(),
    }),
  ),
  wouldBreak: z
    .array(z.object({ clientId: z.string(), thing: z.string().nullable(), why: z.string() }))
    .describe('The first 100'),
  wouldBreakCount: count,
  checked: z.string().describe('What the prediction rests on, and its age'),
})
export type FixPath = z.infer<typeof fixPath>

export const incidentFigures = z.object({
  open: z.number().int(),
  unassigned: z.number().int(),
  bySeverity: z.array(z.object({ severity, count: z.number().int() })),
  byCause: z.array(z.object({ cause, count: z.number().int() })),
  perDay: z
    .array(z.object({ day: z.string(), opened: z.number().int(), kicks: z.number().int() }))
    .describe('The last 30 days'),
  acknowledge: z.array(z.object({ day: z.string(), medianS: z.number().nullable() })),
  contain: z.array(z.object({ day: z.string(), medianS: z.number().nullable() })),
  resolve: z.array(z.object({ day: z.string(), medianS: z.number().nullable() })),
  exercises: z.array(
    z.object({ id: incidentId, number: z.number().int(), scenario: z.string(), at: instant, by: z.string() }),
  ),
})
export type IncidentFigures = z.infer<typeof incidentFigures>

/** An exercise that somebody asked for: a scenario that virtual devices play, and where it stands. */
export const drill = z.object({
  id: z.uuid(),
  account: z.number().int(),
  scenario: conflictCause,
  state: z.enum(['wanted', 'running', 'over', 'failed']),
  by: z.string(),
  at: instant,
  startedAt: instant.nullable(),
  endsAt: instant.nullable(),
  clientIds: z.array(z.string()).describe('Whom it is played with, once it runs'),
  incident: incidentSummary
    .pick({ id: true, number: true, state: true, acknowledgedAt: true, containedAt: true, resolvedAt: true })
    .extend({ openedAt: instant })
    .nullable()
    .describe('What was made of it'),
  error: z.string().nullable(),
})
export type Drill = z.infer<typeof drill>
