import { z } from 'zod'
import { accountNumber, asAdmin, asViewer, instant, rowId } from './base.ts'
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

const tags = ['Incident rules']

export const incidentRules = {
  list: asViewer
    .route({ method: 'GET', path: '/incident-rules', tags, summary: 'Which findings become incidents by themselves' })
    .output(z.array(incidentRule)),
  save: asAdmin
    .route({ method: 'PUT', path: '/incident-rules', tags, summary: 'Add or change a rule' })
    .input(
      ruleInput.extend({
        id: rowId.optional().describe('None: a new one'),
        version: z.number().int().optional(),
        why: z.string().trim().min(3).max(4000),
      }),
    )
    .output(incidentRule),
  remove: asAdmin
    .route({ method: 'DELETE', path: '/incident-rules/{id}', tags, summary: 'Remove a rule; what it opened stays' })
    .input(z.object({ id: rowId }))
    .output(z.object({ removed: z.boolean() })),
}
