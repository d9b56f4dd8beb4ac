import {
  DescribeAccountAuditConfigurationCommand,
  DescribeAuditTaskCommand,
  DescribeScheduledAuditCommand,
  type IoTClient,
  ListAuditFindingsCommand,
  ListAuditSuppressionsCommand,
  ListAuditTasksCommand,
  ListRelatedResourcesForAuditFindingCommand,
  ListScheduledAuditsCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import { asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import {
  name,
  optionalAttributes,
  optionalDate,
  optionalFlag,
  optionalInt,
  optionalLabel,
  optionalText,
  status,
} from './fields.ts'
import { orNull, type PageSizes, parseAnswer, parseItems, walk } from './pages.ts'

const listedTask = z.object({ taskId: name, taskStatus: status, taskType: status })

// Names of checks and words of states are open: new ones appear ("Audit checks").
const checkDetails = z.object({
  checkRunStatus: status,
  checkCompliant: optionalFlag,
  totalResourcesCount: optionalInt,
  nonCompliantResourcesCount: optionalInt,
  suppressedNonCompliantResourcesCount: optionalInt,
  errorCode: optionalLabel,
  message: optionalText,
})
const task = z.object({
  taskStatus: status,
  taskType: status,
  taskStartTime: optionalDate,
  scheduledAuditName: optionalLabel,
  auditDetails: z.record(z.string().max(128), checkDetails).catch({}),
})

const identifier = z.record(z.string(), z.unknown()).transform(asTold)
const resource = z.object({
  resourceType: optionalLabel,
  resourceIdentifier: identifier.optional().catch(undefined),
  additionalInfo: optionalAttributes,
})
const finding = z.object({
  findingId: name,
  checkName: name,
  findingTime: optionalDate,
  severity: optionalLabel,
  nonCompliantResource: resource.catch({}),
  relatedResources: z.array(resource).catch([]),
  reasonForNonCompliance: optionalText,
  reasonForNonComplianceCode: optionalLabel,
  isSuppressed: optionalFlag,
})

const schedule = z.object({ scheduledAuditName: name })
const suppression = z.object({
  checkName: name,
  resourceIdentifier: identifier,
  expirationDate: optionalDate,
  suppressIndefinitely: optionalFlag,
  description: optionalText,
})

export type AuditTask = z.infer<typeof task> & { id: string }
/** A finding, and in `raw` all that AWS said of it. */
export type AuditFinding = z.infer<typeof finding> & { raw: unknown }

/** What Device Defender is set to audit, what it found, and what it was told to leave out. */
export function defenderOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    async auditConfiguration() {
      const answer = await call('DescribeAccountAuditConfiguration', () =>
        client.send(new DescribeAccountAuditConfigurationCommand({})),
      )
      return asTold(answer)
    },

    scheduledAudits: () =>
      walk('ListScheduledAudits', undefined, async (nextToken) => {
        const answer = await call('ListScheduledAudits', () =>
          client.send(new ListScheduledAuditsCommand({ nextToken, maxResults: pages.list })),
        )
        const items = parseItems(schedule, answer.scheduledAudits, tally)
        return { items: items.map(({ scheduledAuditName }) => scheduledAuditName), next: answer.nextToken }
      }),

    /** Null when there is no such schedule. */
    async scheduledAudit(scheduledAuditName: string) {
      const answer = await orNull(
        call('DescribeScheduledAudit', () => client.send(new DescribeScheduledAuditCommand({ scheduledAuditName }))),
      )
      return answer && asTold(answer)
    },

    /** Tasks that were begun in a time, of every state. AWS refuses a beginning before its retention of 90 days. */
    auditTasks: (startTime: Date, endTime: Date) =>
      walk('ListAuditTasks', undefined, async (nextToken) => {
        const input = { startTime, endTime, nextToken, maxResults: pages.list }
        const answer = await call('ListAuditTasks', () => client.send(new ListAuditTasksCommand(input)))
        return { items: parseItems(listedTask, answer.tasks, tally), next: answer.nextToken }
      }),

    /** Null when AWS no longer has it. */
    async auditTask(taskId: string): Promise<AuditTask | null> {
      const answer = await orNull(
        call('DescribeAuditTask', () => client.send(new DescribeAuditTaskCommand({ taskId }))),
      )
      return answer && { ...parseAnswer(task, 'DescribeAuditTask', answer), id: taskId }
    },

    /** What one check found in one audit, suppressed ones included. */
    auditFindings: (taskId: string, checkName: string) =>
      walk('ListAuditFindings', undefined, async (nextToken) => {
        const input = { taskId, checkName, nextToken, maxResults: pages.list }
        const answer = await call('ListAuditFindings', () => client.send(new ListAuditFindingsCommand(input)))
        // An endpoint that ignores the filter answers with those of other checks, too.
        const found = parseItems(finding, answer.findings, tally)
        const raw = new Map((answer.findings ?? []).map((one) => [one?.findingId, one]))
        const items: AuditFinding[] = found
          .filter((one) => one.checkName === checkName)
          .map((one) => ({ ...one, raw: asTold(raw.get(one.findingId) ?? {}) }))
        return { items, next: answer.nextToken }
      }),

    /** All resources that go with a finding, of which the finding itself names ten at most. */
    relatedResources: (findingId: string) =>
      walk('ListRelatedResourcesForAuditFinding', undefined, async (nextToken) => {
        const input = { findingId, nextToken, maxResults: pages.list }
        const answer = await call('ListRelatedResourcesForAuditFinding', () =>
          client.send(new ListRelatedResourcesForAuditFindingCommand(input)),
        )
        return { items: parseItems(resource, answer.relatedResources, tally), next: answer.nextToken }
      }),

    auditSuppressions: () =>
      walk('ListAuditSuppressions', undefined, async (nextToken) => {
        const answer = await call('ListAuditSuppressions', () =>
          client.send(new ListAuditSuppressionsCommand({ nextToken, maxResults: pages.list })),
        )
        return { items: parseItems(suppression, answer.suppressions, tally), next: answer.nextToken }
      }),
  }
}
