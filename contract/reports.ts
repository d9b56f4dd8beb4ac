import { z } from 'zod'
import { accountId, asAdmin, asApprover, asResponder, asViewer, instant, pageOf, paging, rowId } from './base.ts'

/** What a control's facts come to. `unknown` is never a pass: facts are stale or missing, or an attestation lapsed. */
export const controlAnswer = z.enum(['pass', 'attention', 'fail', 'unknown', 'not-applicable'])
export type ControlAnswer = z.infer<typeof controlAnswer>

/** automatic: facts decide; partial: facts show a sign and a person confirms; attested: a person vouches. */
export const controlKind = z.enum(['automatic', 'partial', 'attested'])
export type ControlKind = z.infer<typeof controlKind>

/** One framework that controls are mapped to. */
export const framework = z.object({
  id: z.string(),
  title: z.string(),
  edition: z.string(),
  controls: z.number().int(),
  answers: z.array(z.object({ answer: controlAnswer, count: z.number().int() })),
  factsAt: instant.nullable().describe('Age of the oldest facts its controls rest on; null: they rest on none'),
  clauses: z
    .array(z.object({ id: z.string(), says: z.string(), verified: z.boolean() }))
    .describe('In the order of the framework, those that no control is behind included'),
})
export type Framework = z.infer<typeof framework>

/** How sure it is that an id means what we map it to. */
export const clause = z.object({
  framework: z.string(),
  id: z.string(),
  verified: z.boolean().describe('false: the id was not checked against the published text'),
})
export type Clause = z.infer<typeof clause>

/** Something behind an answer: a figure with its age and a page that shows it. */
export const controlEvidence = z.object({
  says: z.string(),
  value: z.number().nullable(),
  of: z.number().nullable(),
  at: instant.nullable().describe('Age of the facts'),
  path: z.string().nullable().describe('Where to see it'),
  query: z.string().nullable().describe('The name of the query behind the figure, as the sealed bundle lists it'),
})
export type ControlEvidence = z.infer<typeof controlEvidence>

export const attestation = z.object({
  id: rowId,
  control: z.string(),
  account: z.number().int().nullable(),
  accountName: z.string().nullish().describe('null: for all accounts'),
  owner: z.object({ id: z.string(), name: z.string() }),
  answer: controlAnswer,
  statement: z.string(),
  link: z.string().nullable(),
  file: z.object({ id: rowId, name: z.string(), bytes: z.number().int(), sha256: z.string() }).nullable(),
  reviewedAt: instant,
  expiresAt: instant,
  lapsed: z.boolean(),
  withdrawn: z
    .object({ at: instant, by: z.string(), why: z.string() })
    .nullish()
    .describe('Taken back: it counts no more'),
})
export type Attestation = z.infer<typeof attestation>

export const controlResult = z.object({
  control: z.string(),
  group: z.string().describe('The rule or practice it belongs to'),
  title: z.string(),
  kind: controlKind,
  answer: controlAnswer,
  reason: z.string().describe('Why it is this answer, in a sentence'),
  reads: z.array(z.string()).describe('The facts it rests on'),
  evidence: z.array(controlEvidence),
  clauses: z.array(clause),
  attestation: attestation.nullable(),
  factsAt: instant.nullable(),
  failing: z.number().int().describe('Items that fail, one click away'),
})
export type ControlResult = z.infer<typeof controlResult>

export const reportScope = z.object({
  accounts: z.array(z.number().int().positive().max(2_147_483_647)).max(200).describe('Empty: all'),
  groups: z.array(z.string().max(128)).max(200).describe('Thing groups; empty: all things'),
  pseudonymised: z.boolean().optional().describe('Whether a copy with tokens in place of names is made as well'),
})
export type ReportScope = z.infer<typeof reportScope>

export const reportSummary = z.object({
  id: z.uuid(),
  number: z.number().int(),
  title: z.string(),
  framework: z.string().nullable().describe('null: all controls'),
  scope: reportScope,
  asOf: instant,
  state: z.enum(['wanted', 'making', 'ready', 'failed']),
  error: z.string().nullable(),
  by: z.string(),
  schedule: rowId.nullable(),
  answers: z.array(z.object({ answer: controlAnswer, count: z.number().int() })),
  sha256: z.string().nullable().describe('Of its sealed bundle'),
  bytes: z.number().int().nullable(),
  progress: z.number().min(0).max(1).nullable(),
})
export type ReportSummary = z.infer<typeof reportSummary>

export const report = reportSummary.extend({
  results: z.array(controlResult),
  facts: z.array(z.object({ account: z.number().int(), feed: z.string(), state: z.string(), at: instant.nullable() })),
  registers: z.array(z.object({ name: z.string(), title: z.string(), rows: z.number().int(), sha256: z.string() })),
  retention: z.array(z.object({ kind: z.string(), days: z.number().int(), oldestAt: instant.nullable() })),
  keyId: z.string().nullable().describe('Which key signed it'),
  files: z
    .array(
      z.object({
        file: z.enum(['pdf', 'json', 'oscal', 'bundle', 'pseudonymised']),
        bytes: z.number().int().nullable(),
        sha256: z.string().nullable(),
      }),
    )
    .describe('What can be downloaded; sizes and hashes where they are known before'),
  notes: z.array(z.string()).describe('What could not be narrowed to the scope, or be told at all'),
})
export type Report = z.infer<typeof report>

const comparedItem = z.object({ account: z.number().int(), kind: z.string(), name: z.string(), severity: z.string() })

/** What changed from one report to another. */
export const reportComparison = z.object({
  from: reportSummary,
  to: reportSummary,
  controls: z.array(
    z.object({
      control: z.string(),
      title: z.string(),
      from: controlAnswer.nullable(),
      to: controlAnswer.nullable(),
      failingFrom: z.number().int().nullable(),
      failingTo: z.number().int().nullable(),
    }),
  ),
  findings: z
    .array(
      z.object({
        check: z.string(),
        title: z.string(),
        from: z.number().int().nullable(),
        to: z.number().int().nullable(),
        opened: z.array(comparedItem),
        resolved: z.array(comparedItem),
        cut: z.boolean().describe('A report keeps a hundred items of each check: there may be others'),
      }),
    )
    .describe('Checks of which items opened, or are open no longer'),
  attestations: z
    .array(
      z.object({ control: z.string(), title: z.string(), from: attestation.nullable(), to: attestation.nullable() }),
    )
    .describe('Controls for which another word counts, or none'),
  registers: z.array(z.object({ name: z.string(), from: z.number().int(), to: z.number().int() })),
})
export type ReportComparison = z.infer<typeof reportComparison>

const scheduleInput = z.object({
  title: z.string().trim().min(1).max(120),
  framework: z.string().max(60).nullable(),
  scope: reportScope,
  cron: z.string().trim().min(9).max(100).describe('Five fields, UTC'),
  recipients: z.array(z.email()).max(50),
  deliver: z.enum(['link', 'attachment']),
  enabled: z.boolean(),
})
export const reportSchedule = scheduleInput.extend({
  id: rowId,
  title: z.string(),
  cron: z.string().describe('Five fields, UTC'),
  recipients: z.array(z.string()),
  nextAt: instant.nullable(),
  lastAt: instant.nullable(),
  lastError: z.string().nullable(),
})
export type ReportSchedule = z.infer<typeof reportSchedule>

export const retention = z.object({
  kind: z.string(),
  title: z.string(),
  days: z.number().int(),
  default: z.number().int(),
  min: z.number().int(),
  max: z.number().int(),
  oldestAt: instant.nullable(),
  lastPrunedAt: instant.nullable(),
})
export type Retention = z.infer<typeof retention>

/** The public half of what seals bundles, to hand to who verifies them. */
export const signingKey = z.object({
  keyId: z.string(),
  publicKey: z.string().describe('PEM, Ed25519'),
  from: z.string().describe('Where the private half is kept, in words'),
})
export type SigningKey = z.infer<typeof signingKey>

const tags = ['Reports']
const one = z.object({ id: z.uuid() })

export const reports = {
  controls: asViewer
    .route({ method: 'GET', path: '/controls', tags, summary: 'Every control and its answer now' })
    .input(
      z.object({
        framework: z.string().max(60).optional(),
        account: accountId.optional(),
        answer: controlAnswer.optional(),
      }),
    )
    .output(z.array(controlResult)),
  frameworks: asViewer
    .route({ method: 'GET', path: '/frameworks', tags, summary: 'Scorecards over the same controls' })
    .input(z.object({ account: accountId.optional() }))
    .output(z.array(framework)),
  control: asViewer
    .route({ method: 'GET', path: '/controls/{control}', tags, summary: 'One control with what is behind its answer' })
    .input(z.object({ control: z.string().max(120), account: accountId.optional() }))
    .output(controlResult.extend({ attestations: z.array(attestation), about: z.string() })),
  attest: asResponder
    .route({
      method: 'POST',
      path: '/controls/{control}/attestations',
      tags,
      summary: 'Vouch for a control',
      successStatus: 201,
    })
    .input(
      z.object({
        control: z.string().max(120),
        account: z.number().int().positive().max(2_147_483_647).nullable(),
        answer: controlAnswer.exclude(['unknown']),
        statement: z.string().trim().min(10).max(4000),
        link: z
          .url({ protocol: /^https?$/ })
          .max(2000)
          .nullable(),
        file: z.object({ name: z.string().min(1).max(200), base64: z.base64().max(7_000_000) }).nullable(),
        days: z.number().int().min(1).max(730).describe('Until it is to be reviewed'),
      }),
    )
    .output(attestation),
  withdraw: asResponder
    .route({
      method: 'POST',
      path: '/controls/{control}/attestations/{id}/withdrawal',
      tags,
      summary: 'Take back what was vouched for: its author or an approver',
    })
    .input(z.object({ control: z.string().max(120), id: rowId, why: z.string().trim().min(3).max(4000) }))
    .output(attestation),
  list: asViewer
    .route({ method: 'GET', path: '/reports', tags, summary: 'Reports, newest first' })
    .input(z.object(paging))
    .output(pageOf(reportSummary)),
  request: asResponder
    .route({ method: 'POST', path: '/reports', tags, summary: 'Have a report made', successStatus: 202 })
    .input(
      z.object({
        title: z.string().trim().min(1).max(120),
        framework: z.string().max(60).nullable(),
        scope: reportScope,
      }),
    )
    .output(reportSummary),
  get: asViewer
    .route({ method: 'GET', path: '/reports/{id}', tags, summary: 'One report, as it was frozen' })
    .input(one)
    .output(report),
  remove: asResponder
    .route({
      method: 'DELETE',
      path: '/reports/{id}',
      tags,
      summary: 'Cancel a report that waits, or dismiss one that failed: who asked for it or an approver',
    })
    .input(one)
    .output(z.object({ removed: z.boolean() })),
  compare: asViewer
    .route({ method: 'GET', path: '/reports/{id}/comparison', tags, summary: 'What changed since another report' })
    .input(one.extend({ with: z.uuid() }))
    .output(reportComparison),
  schedules: asViewer
    .route({ method: 'GET', path: '/report-schedules', tags, summary: 'Reports that are made by themselves' })
    .output(z.array(reportSchedule)),
  addSchedule: asApprover
    .route({
      method: 'POST',
      path: '/report-schedules',
      tags,
      summary: 'Have a report made regularly',
      successStatus: 201,
    })
    .input(scheduleInput)
    .output(reportSchedule),
  setSchedule: asApprover
    .route({ method: 'PUT', path: '/report-schedules/{id}', tags, summary: 'Change a schedule' })
    .input(scheduleInput.extend({ id: rowId }))
    .output(reportSchedule),
  removeSchedule: asApprover
    .route({ method: 'DELETE', path: '/report-schedules/{id}', tags, summary: 'End a schedule; its reports stay' })
    .input(z.object({ id: rowId }))
    .output(z.object({ removed: z.boolean() })),
  retention: asViewer
    .route({ method: 'GET', path: '/retention', tags, summary: 'How long each kind of data is kept' })
    .output(z.array(retention)),
  setRetention: asAdmin
    .route({ method: 'PUT', path: '/retention/{kind}', tags, summary: 'Change how long a kind of data is kept' })
    .input(
      z.object({
        kind: z.string().max(60),
        days: z.number().int().min(1).max(3650),
        why: z.string().trim().min(3).max(4000),
      }),
    )
    .output(retention),
  signingKey: asViewer
    .route({ method: 'GET', path: '/signing-key', tags, summary: 'The key that seals bundles, its public half' })
    .output(signingKey),
}
