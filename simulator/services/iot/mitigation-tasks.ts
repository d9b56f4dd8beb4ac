import type { AuditMitigationActionsTaskStatus, TaskStatisticsForAuditCheck } from '@aws-sdk/client-iot'
import type { CheckName, Finding } from '../../fleet/audits.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import type { MitigationExecution, MitigationTask } from '../../fleet/mitigations.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { required, rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { alreadyExists, invalidRequest, limitExceeded, notFound } from '../refuse.ts'
import { findingsOf } from './audit-findings.ts'
import { findTask, paging, span } from './audit-tasks.ts'
import type { IotHandlers } from './handlers.ts'
import { isApplicable } from './mitigate.ts'
import { findAction, typeOf } from './mitigation-actions.ts'
import { carryOut } from './mitigation-run.ts'

const maxConcurrent = 10
const maxActionsPerCheck = 5
const maxFindingIds = 25

export const mitigationTasks: IotHandlers = {
  StartAuditMitigationActionsTask(input, call) {
    const { fleet } = call
    const { tasks } = fleet.audits.mitigations
    const id = text(input.taskId, 'taskId', rules.auditName)
    if (tasks.has(id)) throw alreadyExists(`Mitigation task ${id} already exists`)
    const running = [...tasks.values()].filter((task) => statusOf(task) === 'IN_PROGRESS')
    if (running.length >= maxConcurrent) throw limitExceeded('Too many mitigation tasks are in progress')
    const mapping = required(input.auditCheckToActionsMapping, 'auditCheckToActionsMapping')
    const target = required(input.target, 'target')
    const findings = targeted(fleet, target)
    const actionsOf = new Map(Object.entries(mapping).map(([check, names]) => [check, actionsFor(fleet, check, names)]))
    const startsAt = fleet.clock.now()
    const executions = findings.flatMap((finding) =>
      (actionsOf.get(finding.check) ?? []).map((action): MitigationExecution => {
        const status = finding.isSuppressed ? 'SKIPPED' : 'PENDING'
        const endedAt = finding.isSuppressed ? startsAt : undefined
        return { finding, action, status, startsAt, endedAt, error: undefined }
      }),
    )
    const actions = [...new Set([...actionsOf.values()].flat())]
    const task = { id, startedAt: startsAt, target, mapping, actions, executions, isCanceled: false }
    tasks.set(id, task as MitigationTask)
    carryOut(call, task as MitigationTask)
    return { taskId: id }
  },

  CancelAuditMitigationActionsTask({ taskId }, { fleet }) {
    const task = find(fleet, taskId)
    task.isCanceled = true
    for (const execution of task.executions) {
      if (execution.endedAt !== undefined) continue
      execution.status = 'CANCELED'
      execution.endedAt = fleet.clock.now()
    }
    return {}
  },

  DescribeAuditMitigationActionsTask({ taskId }, { fleet }) {
    const task = find(fleet, taskId)
    const ends = task.executions.map(({ endedAt }) => endedAt)
    const isOver = statusOf(task) !== 'IN_PROGRESS'
    return {
      taskStatus: statusOf(task),
      startTime: new Date(task.startedAt),
      ...(isOver && { endTime: new Date(Math.max(task.startedAt, ...ends.map((end) => end ?? 0))) }),
      taskStatistics: statistics(task),
      target: task.target,
      auditCheckToActionsMapping: task.mapping as Record<string, string[]>,
      actionsDefinition: task.actions.map(({ name, id, roleArn, params }) => {
        return { name, id, roleArn, actionParams: params }
      }),
    }
  },

  ListAuditMitigationActionsTasks(input, { fleet }) {
    const { from, to } = span(fleet, input)
    const known = [...fleet.audits.mitigations.tasks.values()].filter(
      (task) =>
        task.startedAt >= from &&
        task.startedAt <= to &&
        (!input.taskStatus || input.taskStatus === statusOf(task)) &&
        (!input.auditTaskId || task.executions.some(({ finding }) => finding.task.id === input.auditTaskId)) &&
        (!input.findingId || task.executions.some(({ finding }) => finding.id === input.findingId)),
    )
    const operation = 'ListAuditMitigationActionsTasks'
    const { items, next } = paginate(input, inPresentOrder(known.reverse()), { operation, ...paging })
    const tasks = items.map((task) => {
      return { taskId: task.id, startTime: new Date(task.startedAt), taskStatus: statusOf(task) }
    })
    return { tasks, nextToken: next }
  },

  ListAuditMitigationActionsExecutions(input, { fleet }) {
    const task = find(fleet, input.taskId)
    const findingId = required(input.findingId, 'findingId')
    const known = task.executions.filter(
      ({ finding, status }) => finding.id === findingId && (!input.actionStatus || input.actionStatus === status),
    )
    const operation = 'ListAuditMitigationActionsExecutions'
    const { items, next } = paginate(input, inPresentOrder(known), { operation, ...paging })
    const actionsExecutions = items.map(({ finding, action, status, startsAt, endedAt, error }) => ({
      taskId: task.id,
      findingId: finding.id,
      actionName: action.name,
      actionId: action.id,
      status,
      startTime: new Date(startsAt),
      ...(endedAt !== undefined && { endTime: new Date(endedAt) }),
      ...(error && { errorCode: error.code, message: error.message }),
    }))
    return { actionsExecutions, nextToken: next }
  },
}

function targeted(fleet: Fleet, target: MitigationTask['target']): Finding[] {
  const { auditTaskId, findingIds, auditCheckToReasonCodeFilter: codes } = target
  if ((auditTaskId === undefined) === (findingIds === undefined)) {
    throw invalidRequest('The target must be an audit task or findings')
  }
  if (findingIds) {
    if (!findingIds.length || findingIds.length > maxFindingIds) throw invalidRequest('1 to 25 findings may be given')
    const known = new Map(findingsOf(fleet).map((finding) => [finding.id, finding]))
    return findingIds.map((id) => {
      const finding = known.get(id)
      if (!finding) throw notFound(`Audit finding ${id} not found`)
      return finding
    })
  }
  return findingsOf(fleet, findTask(fleet, auditTaskId).id).filter(
    ({ check, code }) => codes?.[check]?.includes(code) ?? true,
  )
}

function actionsFor(fleet: Fleet, check: string, names: string[]) {
  if (!names.length || names.length > maxActionsPerCheck) throw invalidRequest('A check takes one to five actions')
  return names.map((name) => {
    const action = findAction(fleet, name)
    const type = typeOf(action.params)
    if (!isApplicable(type, check as CheckName)) throw invalidRequest(`${type} can not be applied to ${check}`)
    return action
  })
}

function find({ audits }: Fleet, taskId: string | undefined): MitigationTask {
  const task = audits.mitigations.tasks.get(required(taskId, 'taskId'))
  if (!task) throw notFound(`Mitigation task ${taskId} not found`)
  return task
}

function statusOf({ executions, isCanceled }: MitigationTask): AuditMitigationActionsTaskStatus {
  if (isCanceled) return 'CANCELED'
  if (executions.some(({ endedAt }) => endedAt === undefined)) return 'IN_PROGRESS'
  return executions.some(({ status }) => status === 'FAILED') ? 'FAILED' : 'COMPLETED'
}

/** Findings are counted, not actions: one failed action makes a failed finding. */
function statistics({ executions }: MitigationTask): Record<string, TaskStatisticsForAuditCheck> {
  const statuses = new Map<Finding, string[]>()
  for (const { finding, status } of executions) statuses.set(finding, [...(statuses.get(finding) ?? []), status])
  const checks = new Set([...statuses.keys()].map(({ check }) => check))
  return Object.fromEntries(
    [...checks].map((check) => {
      const own = [...statuses].filter(([finding]) => finding.check === check).map(([, all]) => all)
      const count = (is: (all: string[]) => boolean) => own.filter(is).length
      return [
        check,
        {
          totalFindingsCount: own.length,
          failedFindingsCount: count((all) => all.includes('FAILED')),
          succeededFindingsCount: count((all) => all.every((status) => status === 'COMPLETED')),
          skippedFindingsCount: count((all) => all.every((status) => status === 'SKIPPED')),
          canceledFindingsCount: count((all) => all.includes('CANCELED')),
        },
      ]
    }),
  )
}
