import type { AuditCheckDetails, AuditTaskStatus } from '@aws-sdk/client-iot'
import { catchUp, runAudit } from '../../audit/run.ts'
import { days } from '../../clock.ts'
import type { AuditTask, CheckName, CheckRun } from '../../fleet/audits.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { required } from '../check.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest, limitExceeded, notFound } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'

/** Tasks and findings are kept so long. */
const retentionMs = days(90)
const onDemandTakesMs = 4000
/** Until the checks get going. */
const gathersMs = 1500
const maxConcurrent = 10

export const auditTasks: IotHandlers = {
  StartOnDemandAuditTask({ targetCheckNames }, { fleet }) {
    const startedAt = fleet.clock.now()
    const { audits } = fleet
    const checks = required(targetCheckNames, 'targetCheckNames').map((name) => enabledCheck(fleet, name))
    const running = [...audits.tasks.values()].filter((task) => statusOf(fleet, task) === 'IN_PROGRESS')
    if (running.length >= maxConcurrent) throw limitExceeded('Too many audits are in progress')
    const order = { type: 'ON_DEMAND_AUDIT_TASK', checks, startedAt, takesMs: onDemandTakesMs } as const
    return { taskId: runAudit(fleet, order).id }
  },

  CancelAuditTask({ taskId }, { fleet }) {
    const task = findTask(fleet, taskId)
    if (statusOf(fleet, task) !== 'IN_PROGRESS') throw invalidRequest(`Audit task ${taskId} is not in progress`)
    task.canceledAt = fleet.clock.now()
    return {}
  },

  ListAuditTasks(input, { fleet }) {
    const { from, to } = span(fleet, input)
    const known = tasksOf(fleet).filter(
      (task) =>
        task.startedAt >= from &&
        task.startedAt <= to &&
        (!input.taskType || input.taskType === task.type) &&
        (!input.taskStatus || input.taskStatus === statusOf(fleet, task)),
    )
    const { items, next } = paginate(input, inPresentOrder(known), { operation: 'ListAuditTasks', ...paging })
    const tasks = items.map((task) => ({ taskId: task.id, taskStatus: statusOf(fleet, task), taskType: task.type }))
    return { tasks, nextToken: next }
  },

  DescribeAuditTask({ taskId }, { fleet }) {
    const task = findTask(fleet, taskId)
    const details = [...task.checks].map(([check, run]) => [check, checkDetails(fleet, task, run)] as const)
    const count = (status: string) => details.filter(([, { checkRunStatus }]) => checkRunStatus === status).length
    return {
      taskStatus: statusOf(fleet, task),
      taskType: task.type,
      taskStartTime: new Date(task.startedAt),
      ...(task.scheduledName !== undefined && { scheduledAuditName: task.scheduledName }),
      taskStatistics: {
        totalChecks: details.length,
        inProgressChecks: count('IN_PROGRESS'),
        waitingForDataCollectionChecks: count('WAITING_FOR_DATA_COLLECTION'),
        compliantChecks: count('COMPLETED_COMPLIANT'),
        nonCompliantChecks: count('COMPLETED_NON_COMPLIANT'),
        failedChecks: count('FAILED'),
        canceledChecks: count('CANCELED'),
      },
      auditDetails: Object.fromEntries(details),
    }
  },
}

/** AWS's page of 25 unless more are asked for. */
export const paging = { max: 250, fallback: 25 }

/** Newest first. Those that are past their time are forgotten. */
export function tasksOf(fleet: Fleet): AuditTask[] {
  catchUp(fleet)
  const { tasks } = fleet.audits
  const oldest = fleet.clock.now() - retentionMs
  for (const { id, startedAt } of tasks.values()) if (startedAt < oldest) tasks.delete(id)
  return [...tasks.values()].sort((a, b) => b.startedAt - a.startedAt)
}

export function findTask(fleet: Fleet, taskId: string | undefined): AuditTask {
  const task = tasksOf(fleet).find(({ id }) => id === taskId)
  if (!task) throw notFound(`Audit task ${taskId} not found`)
  return task
}

/** A check that is enabled. Throws InvalidRequestException for others. */
export function enabledCheck({ audits }: Fleet, name: string): CheckName {
  const check = name as CheckName
  if (!audits.enabled.has(check)) throw invalidRequest(`Audit check is not enabled: ${name}`)
  return check
}

export function statusOf(fleet: Fleet, { completesAt, canceledAt, checks }: AuditTask): AuditTaskStatus {
  if (canceledAt !== undefined) return 'CANCELED'
  if (fleet.clock.now() < completesAt) return 'IN_PROGRESS'
  const runs = [...checks.values()]
  return runs.length && runs.every(({ error }) => error) ? 'FAILED' : 'COMPLETED'
}

/** A time that an audit question is about. Throws InvalidRequestException without one, or when it is too long ago. */
export function span(
  fleet: Fleet,
  { startTime, endTime }: { startTime?: Date | undefined; endTime?: Date | undefined },
) {
  const from = required(startTime, 'startTime').getTime()
  const to = required(endTime, 'endTime').getTime()
  if (from > to) throw invalidRequest('startTime must be before endTime')
  if (from < fleet.clock.now() - retentionMs) throw invalidRequest('startTime is outside of the retention period')
  return { from, to }
}

function checkDetails(fleet: Fleet, task: AuditTask, { total, findings, error }: CheckRun): AuditCheckDetails {
  const status = statusOf(fleet, task)
  if (status === 'CANCELED') return { checkRunStatus: 'CANCELED' }
  if (status === 'IN_PROGRESS') {
    const isGathering = fleet.clock.now() < task.startedAt + gathersMs
    return { checkRunStatus: isGathering ? 'WAITING_FOR_DATA_COLLECTION' : 'IN_PROGRESS' }
  }
  if (error) return { checkRunStatus: 'FAILED', errorCode: error.code, message: error.message }
  return {
    checkRunStatus: findings.length ? 'COMPLETED_NON_COMPLIANT' : 'COMPLETED_COMPLIANT',
    checkCompliant: findings.length === 0,
    totalResourcesCount: total,
    nonCompliantResourcesCount: new Set(findings.map(({ resource }) => JSON.stringify(resource.id))).size,
    suppressedNonCompliantResourcesCount: findings.filter(({ isSuppressed }) => isSuppressed).length,
  }
}
