import { z } from 'zod'
import { accountId, accountNumber, count, instant, rowId } from './base.ts'
import { severity } from './incidents.ts'

export const findingId = z.uuid()

/** Who says so. Two that see the same thing are two witnesses of one finding. */
export const findingSource = z.enum(['ours', 'audit', 'detect', 'behaviour', 'deployment'])
export type FindingSource = z.infer<typeof findingSource>

/** What a finding is about. Names in AWS's words where it has one. */
export const subjectKind = z.enum([
  'certificate',
  'ca-certificate',
  'thing',
  'policy',
  'client',
  'role-alias',
  'domain-configuration',
  'provisioning-template',
  'account',
  'deployment',
  'other',
])
export type SubjectKind = z.infer<typeof subjectKind>

/** What a check said of an account as a whole. `unknown` and `off` are never a pass. */
export const checkState = z.enum(['passed', 'failing', 'unknown', 'off', 'error', 'waiting'])
export type CheckState = z.infer<typeof checkState>

const person = z.object({ id: z.string(), name: z.string() })

export const findingSummary = z.object({
  id: findingId,
  account: z.number().int(),
  check: z.string().describe("A check's id; of a name that only AWS knows, AWS's"),
  title: z.string(),
  subjectKind,
  subject: z.string(),
  reason: z.string().describe('Tells findings of one check on one resource apart; mostly empty'),
  detail: z.string(),
  severity,
  open: z.boolean(),
  suppressed: z.boolean(),
  sources: z.array(findingSource),
  firstSeenAt: instant,
  openedAt: instant.describe('Of its present life: failing since'),
  lastSeenAt: instant.nullable().describe('When the facts last showed it'),
  resolvedAt: instant.nullable(),
  reopened: z.number().int(),
  owner: person.nullable(),
  incident: z.object({ id: z.uuid(), number: z.number().int() }).nullable(),
})
export type FindingSummary = z.infer<typeof findingSummary>

export const findingEntry = z.object({
  id: z.string().describe('Unlike the others of its finding'),
  at: instant,
  kind: z.enum([
    'opened',
    'reopened',
    'resolved',
    'changed',
    'witness',
    'owner',
    'comment',
    'suppressed',
    'unsuppressed',
    'incident',
    'mitigation',
  ]),
  by: z.string().nullable(),
  text: z.string().nullable(),
})

export const finding = findingSummary.extend({
  why: z.string().describe('Why the check matters'),
  fix: z.string().nullable().describe('What to do about it'),
  source: z.string().nullable().describe('Where the rule comes from'),
  related: z.array(z.object({ kind: z.string(), name: z.string(), detail: z.string().nullable() })),
  witnesses: z.array(
    z.object({
      source: findingSource,
      says: z.string(),
      firstAt: instant,
      lastAt: instant,
      goneAt: instant.nullable().describe('Since when it no longer says so'),
      factsAt: instant
        .nullable()
        .describe('Age of the oldest facts it goes by: of an audit, when the audit began. null: unknown, or no longer'),
    }),
  ),
  suppression: z
    .object({ id: rowId, why: z.string(), by: z.string(), owner: z.string(), expiresAt: instant.nullable() })
    .nullable(),
  log: z.array(findingEntry).describe('The latest 100, newest first'),
  factsAt: instant
    .nullable()
    .describe('Age of the facts it rests on: of its witnesses’, those that were read last; each has its own'),
  notMentioned: z
    .array(z.string())
    .optional()
    .describe('After a comment: words after an @ that name nobody, so that nobody was told'),
})
export type Finding = z.infer<typeof finding>

export const findingFilters = z.object({
  account: accountId.optional(),
  check: z.string().max(300).optional(),
  severity: severity.optional(),
  state: z.enum(['open', 'resolved', 'suppressed']).optional().describe('Default: open and not suppressed'),
  source: findingSource.optional(),
  kind: subjectKind.optional(),
  subject: z.string().max(256).optional().describe('The whole name of the resource'),
  thing: z
    .string()
    .max(128)
    .optional()
    .describe('A thing by its whole name: those on it, on its certificates and on the policies that reach it'),
  search: z.string().trim().max(128).optional().describe('Part of the name of the resource'),
  owner: z.string().max(64).optional().describe("A person's id, 'me' or 'nobody'"),
  incident: z.uuid().optional().describe('Those linked to an incident'),
  sort: z.enum(['severity', '-opened', 'opened']).optional(),
})
export type FindingFilters = z.infer<typeof findingFilters>

/** One check over one account or over all: x failing of y looked at, with what could not be judged. */
export const checkGroup = z.object({
  check: z.string(),
  title: z.string(),
  subjectKind,
  severity: severity.describe('The worst of its open findings; else what it would give'),
  state: checkState,
  failing: z.number().int(),
  suppressed: z.number().int(),
  unknown: z.number().int().describe('Resources that could not be judged for want of facts'),
  evaluated: z.number().int().nullable().describe('null: not told, as of an audit check that did not run'),
  sources: z.array(findingSource),
  oldestAt: instant.nullable().describe('Since when its oldest open finding fails'),
  judgedAt: instant.nullable(),
  factsAt: instant
    .nullable()
    .describe('Age of the oldest facts that our check goes by; where none of ours looks, the other’s'),
  whyNot: z.string().nullable().describe('Why it is unknown, off or in error'),
})
export type CheckGroup = z.infer<typeof checkGroup>

export const findingFigures = z.object({
  open: z.number().int(),
  bySeverity: z.array(z.object({ severity, count: z.number().int() })),
  suppressed: z.number().int(),
  unknown: z.number().int().describe('Checks whose answer is unknown'),
  perDay: z
    .array(
      z.object({
        day: z.string(),
        open: z.number().int().nullable(),
        opened: z.number().int(),
        resolved: z.number().int(),
      }),
    )
    .describe('The last 90 days; null where nothing was judged'),
  medianDaysToResolve: z.number().nullable(),
  judgedAt: instant.nullable(),
})
export type FindingFigures = z.infer<typeof findingFigures>

/** What could be judged and is not: each with the exact step that turns it on. */
export const coverageItem = z.object({
  id: z.string(),
  account: z.number().int(),
  area: z.enum(['checks', 'audits', 'logging', 'index', 'feeds', 'permissions']),
  state: z.enum(['on', 'off', 'partly', 'stale', 'unknown']),
  title: z.string(),
  detail: z.string(),
  step: z.string().nullable().describe('What to do, in a sentence'),
  command: z.string().nullable().describe('An AWS CLI command that does it'),
  at: instant.nullable(),
})
export type CoverageItem = z.infer<typeof coverageItem>

/** Which findings a decision is about: named ones, or all that a filter matches, frozen with their count. */
export const findingSelection = z.union([
  z.object({ ids: z.array(findingId).min(1).max(1000) }),
  z.object({ matching: findingFilters, seen: z.number().int().min(1).describe('The count that was shown') }),
])
export type FindingSelection = z.infer<typeof findingSelection>

/** What a suppression covers; a field that is absent covers all. At least a check or a resource is named. */
export const suppressionScope = z.object({
  account: accountNumber.nullable(),
  check: z.string().max(300).nullable(),
  kind: subjectKind.nullable(),
  subject: z.string().max(256).nullable().describe('* stands for any text'),
  reason: z.string().max(256).nullable(),
})
export type SuppressionScope = z.infer<typeof suppressionScope>

export const suppression = z.object({
  id: rowId,
  scope: suppressionScope,
  why: z.string(),
  owner: person,
  by: person,
  at: instant,
  state: z.enum(['waiting', 'active', 'rejected', 'expired', 'ended']),
  approvedBy: person.nullable(),
  expiresAt: instant.nullable(),
  hides: z.number().int().describe('Open findings it hides now'),
  inAws: z.enum(['no', 'wanted', 'written', 'failed', 'read']).describe("'read': it is one of AWS's own"),
  awsError: z.string().nullable(),
})
export type Suppression = z.infer<typeof suppression>

/** What a suppression would hide, before anybody asks for it. */
export const suppressionPreview = z.object({
  hides: count,
  bySeverity: z.array(z.object({ severity, count: z.number().int() })),
  examples: z.array(findingSummary).describe('The first 10'),
  approval: z.string().nullable().describe('Why a second person is needed; null when not'),
})
export type SuppressionPreview = z.infer<typeof suppressionPreview>

/** What people may set of a check: whether it runs, how grave it is, and its own numbers. */
export const checkSettings = z.object({
  check: z.string(),
  version: z.number().int().describe('Counts changes; 0: as it comes'),
  title: z.string(),
  why: z.string(),
  subjectKind,
  enabled: z.boolean(),
  severity: severity.nullable().describe('null: as the check says'),
  parameters: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      unit: z.string(),
      value: z.number(),
      default: z.number(),
      min: z.number(),
      max: z.number(),
    }),
  ),
  perType: z
    .array(z.object({ type: z.string(), parameter: z.string(), value: z.number().int() }))
    .describe('Other numbers for things of a type'),
  perGroup: z
    .array(z.object({ group: z.string(), parameter: z.string(), value: z.number().int() }))
    .describe('… or in a thing group'),
  numbersAt: z.string().nullable().describe('The page where its numbers are set; null: here, where it has any'),
})
export type CheckSettings = z.infer<typeof checkSettings>

/** One audit that Device Defender ran, check by check; or one that somebody asked for and AWS has not begun. */
export const auditTask = z.object({
  account: z.number().int(),
  task: z.string().describe("AWS's id; of one that has not begun, the request's with 'request-' before it"),
  type: z.string(),
  status: z.string().describe("In AWS's words; WANTED, SENDING or NOT_STARTED of one that it has not begun"),
  schedule: z.string().nullable(),
  requestedBy: z.string().nullable().describe('Who asked for it here'),
  error: z.string().nullable().describe('Why it was not started'),
  startedAt: instant,
  checks: z.array(
    z.object({
      check: z.string(),
      status: z.string(),
      compliant: z.boolean().nullable().describe('null: not evaluated'),
      total: z.number().int().nullable(),
      nonCompliant: z.number().int().nullable(),
      suppressed: z.number().int().nullable(),
      errorCode: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
})
export type AuditTask = z.infer<typeof auditTask>

/** What AWS can be told to do about a finding of an audit. It is planned as a response: apply-mitigation. */
const mitigationChoice = z.object({
  action: z.string().describe('The name that the account gave it'),
  type: z.string().describe('What it does, in AWS’s word'),
  about: z.string(),
  whyNot: z.string().nullable().describe('Why it cannot be applied to this finding'),
})

/** The audit findings behind a finding of ours, and what can be done about them. */
export const mitigationChoices = z.object({
  targets: z.array(z.string()).describe('Names for the response’s selection; empty: no audit has found it'),
  foundAt: instant.nullable(),
  choices: z.array(mitigationChoice),
})
export type MitigationChoices = z.infer<typeof mitigationChoices>
