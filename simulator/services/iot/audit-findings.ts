import type { AuditFinding, ResourceIdentifier } from '@aws-sdk/client-iot'
import { auditChecks, type Finding } from '../../fleet/audits.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest, notFound } from '../refuse.ts'
import { paging, span, statusOf, tasksOf } from './audit-tasks.ts'
import type { IotHandlers } from './handlers.ts'

/** Related resources that a finding carries itself. */
const inlineRelated = 10

export const auditFindings: IotHandlers = {
  ListAuditFindings(input, { fleet }) {
    const { taskId, checkName, resourceIdentifier, startTime, endTime } = input
    const hasSpan = startTime !== undefined || endTime !== undefined
    if ((taskId !== undefined) === hasSpan) throw invalidRequest('Either a taskId or a time range must be given')
    const { from, to } = hasSpan ? span(fleet, input) : { from: 0, to: Number.MAX_SAFE_INTEGER }
    const known = findingsOf(fleet).filter(
      ({ task, check, resource }) =>
        (taskId === undefined || task.id === taskId) &&
        (!checkName || check === checkName) &&
        (!resourceIdentifier || isSame(resource.id, resourceIdentifier)) &&
        task.startedAt >= from &&
        task.startedAt <= to,
    )
    const { items, next } = paginate(input, inPresentOrder(known), { operation: 'ListAuditFindings', ...paging })
    return { findings: items.map(described), nextToken: next }
  },

  DescribeAuditFinding({ findingId }, { fleet }) {
    return { finding: described(find(fleet, findingId)) }
  },

  ListRelatedResourcesForAuditFinding(input, { fleet }) {
    const { related } = find(fleet, input.findingId)
    const operation = 'ListRelatedResourcesForAuditFinding'
    const { items, next } = paginate(input, inPresentOrder(related), { operation, ...paging })
    return { relatedResources: items, nextToken: next }
  },
}

const findingsOf = (fleet: Fleet): Finding[] =>
  tasksOf(fleet)
    .filter((task) => statusOf(fleet, task) === 'COMPLETED')
    .flatMap(({ checks }) => [...checks.values()].flatMap(({ findings }) => findings))

function find(fleet: Fleet, findingId: string | undefined): Finding {
  const finding = findingsOf(fleet).find(({ id }) => id === findingId)
  if (!finding) throw notFound(`Audit finding ${findingId} not found`)
  return finding
}

const isSame = (id: ResourceIdentifier, wanted: ResourceIdentifier) =>
  Object.entries(wanted).every(([field, value]) => id[field as keyof ResourceIdentifier] === value)

function described({ id, task, check, resource, related, reason, code }: Finding): AuditFinding {
  return {
    findingId: id,
    taskId: task.id,
    checkName: check,
    taskStartTime: new Date(task.startedAt),
    findingTime: new Date(task.completesAt),
    severity: auditChecks[check],
    nonCompliantResource: { resourceType: resource.type, resourceIdentifier: resource.id },
    ...(related.length && { relatedResources: related.slice(0, inlineRelated) }),
    reasonForNonCompliance: reason,
    reasonForNonComplianceCode: code,
    isSuppressed: false,
  }
}
