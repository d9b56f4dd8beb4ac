import {
  DescribeAuditMitigationActionsTaskCommand,
  DescribeMitigationActionCommand,
  type IoTClient,
  ListAuditMitigationActionsExecutionsCommand,
  ListAuditMitigationActionsTasksCommand,
  ListMitigationActionsCommand,
} from '@aws-sdk/client-iot'
import { z } from 'zod'
import { asTold } from './as-told.ts'
import type { Call, Tally } from './call.ts'
import { name, optionalDate, optionalInt, optionalLabel, optionalNames, optionalText, status } from './fields.ts'
import { orNull, type PageSizes, parseAnswer, parseItems, walk } from './pages.ts'

const action = z.object({ actionName: name })
const listedTask = z.object({ taskId: name, startTime: optionalDate, taskStatus: status })
const counts = z.object({
  totalFindingsCount: optionalInt,
  failedFindingsCount: optionalInt,
  succeededFindingsCount: optionalInt,
  skippedFindingsCount: optionalInt,
  canceledFindingsCount: optionalInt,
})
const task = z.object({
  taskStatus: status,
  startTime: optionalDate,
  endTime: optionalDate,
  taskStatistics: z.record(z.string().max(128), counts).catch({}),
  target: z.object({ auditTaskId: optionalLabel, findingIds: optionalNames }).optional().catch(undefined),
  auditCheckToActionsMapping: z.record(z.string(), z.array(z.string())).catch({}),
})
const execution = z.object({
  findingId: optionalLabel,
  actionName: optionalLabel,
  status,
  startTime: optionalDate,
  endTime: optionalDate,
  errorCode: optionalLabel,
  message: optionalText,
})

export type MitigationTask = z.infer<typeof task>
export type MitigationExecution = z.infer<typeof execution>

/** What Device Defender can be told to do about a finding, and what came of it. */
export function mitigationOperations(client: IoTClient, call: Call, tally: Tally, pages: PageSizes) {
  return {
    mitigationActions: () =>
      walk('ListMitigationActions', undefined, async (nextToken) => {
        const answer = await call('ListMitigationActions', () =>
          client.send(new ListMitigationActionsCommand({ nextToken, maxResults: pages.list })),
        )
        const items = parseItems(action, answer.actionIdentifiers, tally)
        return { items: items.map(({ actionName }) => actionName), next: answer.nextToken }
      }),

    /** Null when there is no such action. */
    async mitigationAction(actionName: string) {
      const answer = await orNull(
        call('DescribeMitigationAction', () => client.send(new DescribeMitigationActionCommand({ actionName }))),
      )
      return answer && asTold(answer)
    },

    /** Tasks that were begun in a time. */
    mitigationTasks: (startTime: Date, endTime: Date) =>
      walk('ListAuditMitigationActionsTasks', undefined, async (nextToken) => {
        const input = { startTime, endTime, nextToken, maxResults: pages.list }
        const answer = await call('ListAuditMitigationActionsTasks', () =>
          client.send(new ListAuditMitigationActionsTasksCommand(input)),
        )
        return { items: parseItems(listedTask, answer.tasks, tally), next: answer.nextToken }
      }),

    /** Null when AWS does not have it (any more). */
    async mitigationTask(taskId: string): Promise<MitigationTask | null> {
      const answer = await orNull(
        call('DescribeAuditMitigationActionsTask', () =>
          client.send(new DescribeAuditMitigationActionsTaskCommand({ taskId })),
        ),
      )
      return answer && parseAnswer(task, 'DescribeAuditMitigationActionsTask', answer)
    },

    /** What a task did about one finding, action by action. */
    async mitigationExecutions(taskId: string, findingId: string): Promise<MitigationExecution[]> {
      const found: MitigationExecution[] = []
      const pagesOf = walk('ListAuditMitigationActionsExecutions', undefined, async (nextToken) => {
        const input = { taskId, findingId, nextToken, maxResults: pages.list }
        const answer = await call('ListAuditMitigationActionsExecutions', () =>
          client.send(new ListAuditMitigationActionsExecutionsCommand(input)),
        )
        return { items: parseItems(execution, answer.actionsExecutions, tally), next: answer.nextToken }
      })
      for await (const { items } of pagesOf) found.push(...items)
      return found
    },
  }
}
