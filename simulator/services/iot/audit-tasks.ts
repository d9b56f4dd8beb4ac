import type { AuditCheckDetails, AuditTaskStatus } from '@aws-sdk/client-iot'
import { catchUp, runAudit } from '../../audit/run.ts'
import { days } from '../../clock.ts'
import { type AuditTask, auditChecks, type SimulatedCheck, simulatedChecks } from '../../fleet/audits.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { oneOf, required } from '../check.ts'
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
  DescribeAccountAuditConfiguration(_input, { fleet }) {
    const { roleArn, enabled } = fleet.audits
    const known: ReadonlySet<string> = enabled
    const configurations = Object.keys(auditChecks).map((check) => [check, { enabled: known.has(check) }])
    return { ...(roleArn && { roleArn }), auditCheckConfigurations: Object.fromEntries(configurations) }
  },

  UpdateAccountAuditConfiguration({ roleArn, auditCheckConfigurations = {} }, { fleet }) {
    const { audits } = fleet
    audits.roleArn = roleArn ?? audits.roleArn
    for (const [name, { enabled }] of Object.entries(auditCheckConfigurations)) {
      const check = oneOf(name, 'auditCheckConfigurations', simulatedChecks)
      const user = audits.schedules.find(({ checks }) => checks.includes(check))
      if (!enabled && user) throw invalidRequest(`${check} is used by the scheduled audit ${user.name}`)
      if (enabled) audits.enabled.add(check)
      else audits.enabled.delete(check)
    }
    return {}
  },

  ListScheduledAudits(input, { fleet }) {
    const known = fleet.audits.schedules.map(({ name }) => ({
      scheduledAuditName: name,
      scheduledAuditArn: `arn:aws:iot:${fleet.region}:${fleet.account}:scheduledaudit/${name}`,
      frequency: 'DAILY' as const,
    }))
    const { items, next } = paginate(input, inPresentOrder(known), { operation: 'ListScheduledAudits', ...paging })
    return { scheduledAudits: items, nextToken: next }
  },

  StartOnDemandAuditTask({ targetCheckNames }, { fleet }) {
    const startedAt = fleet.clock.now()
    const { audits } = fleet
    const checks = required(targetCheckNames, 'targetCheckNames').map((name) => {
      const check = simulatedChecks.find((known) => known === name)
      if (!check || !audits.enabled.has(check)) throw invalidRequest(`Audit check is not enabled: ${name}`)
      return check
    })
    const running = [...audits.tasks.values()].filter((task) => statusOf(fleet, task) === 'IN_PROGRESS')
    if (running.length >= maxConcurrent) throw limitExceeded('Too many audits are in progress')
    const order = { type: 'ON_DEMAND_AUDIT_TASK', checks, startedAt, takesMs: onDemandTakesMs } as const
    return { taskId: runAudit(fleet, order).id }
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
    const task = tasksOf(fleet).find(({ id }) => id === taskId)
    if (!task) throw notFound(`Audit task ${taskId} not found`)
    const checks = [...task.checks.keys()]
    const details = checks.map((check) => checkDetails(fleet, task, check))
    const count = (status: string) => details.filter(({ checkRunStatus }) => checkRunStatus === status).length
    return {
      taskStatus: statusOf(fleet, task),
      taskType: task.type,
      taskStartTime: new Date(task.startedAt),
      ...(task.scheduledName !== undefined && { scheduledAuditName: task.scheduledName }),
      taskStatistics: {
        totalChecks: checks.length,
        inProgressChecks: count('IN_PROGRESS'),
        waitingForDataCollectionChecks: count('WAITING_FOR_DATA_COLLECTION'),
        compliantChecks: count('COMPLETED_COMPLIANT'),
        nonCompliantChecks: count('COMPLETED_NON_COMPLIANT'),
        failedChecks: 0,
        canceledChecks: 0,
      },
      auditDetails: Object.fromEntries(checks.map((check, place) => [check, details[place] ?? {}])),
    }
  },
}

/** AWS's page of 25 unless more are asked for. */
export const paging = { max: 250, fallback: 25 }

/** Newest first, without those that are past their time. */
export function tasksOf(fleet: Fleet): AuditTask[] {
  catchUp(fleet)
  const oldest = fleet.clock.now() - retentionMs
  const kept = [...fleet.audits.tasks.values()].filter(({ startedAt }) => startedAt >= oldest)
  return kept.sort((a, b) => b.startedAt - a.startedAt)
}

export const statusOf = (fleet: Fleet, { completesAt }: AuditTask): AuditTaskStatus =>
  fleet.clock.now() < completesAt ? 'IN_PROGRESS' : 'COMPLETED'

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

function checkDetails(fleet: Fleet, task: AuditTask, check: SimulatedCheck): AuditCheckDetails {
  const { total = 0, findings = [] } = task.checks.get(check) ?? {}
  if (statusOf(fleet, task) === 'IN_PROGRESS') {
    const isGathering = fleet.clock.now() < task.startedAt + gathersMs
    return { checkRunStatus: isGathering ? 'WAITING_FOR_DATA_COLLECTION' : 'IN_PROGRESS' }
  }
  return {
    checkRunStatus: findings.length ? 'COMPLETED_NON_COMPLIANT' : 'COMPLETED_COMPLIANT',
    checkCompliant: findings.length === 0,
    totalResourcesCount: total,
    nonCompliantResourcesCount: findings.length,
    suppressedNonCompliantResourcesCount: 0,
  }
}
