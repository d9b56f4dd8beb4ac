import { z } from 'zod'
import { accountNumber, asAdmin, asViewer, count, instant, rowId, versionSeen } from './base.ts'
import { findingSummary } from './findings.ts'
import { severity } from './incidents.ts'

const names = z.array(z.string().trim().min(1).max(300)).max(200)

const ruleInput = z.object({
  name: z.string().trim().min(1).max(60),
  enabled: z.boolean(),
  account: accountNumber.nullable().describe('null: every account'),
  checks: names.describe("Ids of checks, ours or AWS's; empty: every check"),
  minSeverity: severity,
  types: names.describe('Thing types that it is for; with groups: either. Empty: whatever is concerned'),
  groups: names.describe('Thing groups that it is for'),
  opens: z.boolean().describe('false: it only joins incidents that are open'),
  mostPerHour: z
    .number()
    .int()
    .min(1)
    .max(100)
    .describe('What is more than so many incidents an hour becomes one incident for each check'),
})

/** Which findings become part of an incident by themselves. Of several rules that fit, the first by name decides. */
export const incidentRule = ruleInput.extend({
  id: rowId,
  version: z.number().int().describe('Counts changes; saving takes the one that was looked at'),
  changedAt: instant,
  changedBy: z.string(),
  opened: z.number().int().describe('Incidents that it opened so far'),
})
export type IncidentRule = z.infer<typeof incidentRule>

/** A rule that is being written. */
const ruleDraft = ruleInput
  .omit({ enabled: true })
  .extend({ name: z.string().trim().max(60).optional(), id: rowId.optional().describe('None: a new one') })
export type RuleDraft = z.infer<typeof ruleDraft>

export const incidentRulePreview = z.object({
  matches: count.describe('Open findings that it is about now; it takes those that open from now on'),
  examples: z.array(findingSummary).describe('The worst of them'),
  week: z
    .object({
      days: z.number().int(),
      findings: z.number().int().describe('That opened or came back, and that it would have decided on'),
      taken: z.number().int().describe('That it is about, of which a rule before it decides'),
      incidents: z.number().int().describe('That it would have opened, had none been open'),
      shared: z
        .number()
        .int()
        .describe('Of these, how many for all findings of a check: they were more than it may open'),
      partly: z.boolean().describe('There were more findings than were looked at: the first of these days count'),
    })
    .describe('What it would have done in the last days'),
})
export type IncidentRulePreview = z.infer<typeof incidentRulePreview>

const tags = ['Incident rules']

export const incidentRules = {
  list: asViewer
    .route({ method: 'GET', path: '/incident-rules', tags, summary: 'Which findings become incidents by themselves' })
    .output(z.array(incidentRule)),
  preview: asViewer
    .route({
      method: 'POST',
      path: '/incident-rules/preview',
      tags,
      summary: 'What a rule is about now, and what it would have opened in the last days',
    })
    .input(ruleDraft)
    .output(incidentRulePreview),
  save: asAdmin
    .route({ method: 'PUT', path: '/incident-rules', tags, summary: 'Add or change a rule' })
    .input(
      ruleInput.extend({
        id: rowId.optional().describe('None: a new one'),
        version: versionSeen.optional(),
        why: z.string().trim().min(3).max(4000),
      }),
    )
    .output(incidentRule),
  remove: asAdmin
    .route({ method: 'DELETE', path: '/incident-rules/{id}', tags, summary: 'Remove a rule; what it opened stays' })
    .input(z.object({ id: rowId }))
    .output(z.object({ removed: z.boolean() })),
}
