import type { AuditFinding, AuditFindingSeverity } from '@aws-sdk/client-iot'
import { isSameResource } from '../../audit/suppressions.ts'
import { auditChecks, type Finding } from '../../fleet/audits.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { paginate } from '../paginate.ts'
import { invalidRequest, notFound } from '../refuse.ts'
import { paging, span, statusOf, tasksOf } from './audit-tasks.ts'
import type { IotHandlers } from './handlers.ts'
import { own } from './own.ts'

/** Related resources that a finding carries itself. */
const inlineRelated = 10

export const auditFindings: IotHandlers = {
  ListAuditFindings(input, { fleet }) {
    const { taskId, checkName, resourceIdentifier, startTime, endTime, listSuppressedFindings } = input
    const hasSpan = startTime !== undefined || endTime !== undefined
    if ((taskId !== undefined) === hasSpan) throw invalidRequest('Either a taskId or a time range must be given')
    const { from, to } = hasSpan ? span(fleet, input) : { from: 0, to: Number.MAX_SAFE_INTEGER }
    const known = findingsOf(fleet, taskId).filter(
      ({ task, check, resource, isSuppressed }) =>
        (!checkName || check === checkName) &&
        (!resourceIdentifier || isSameResource(resourceIdentifier, resource.id)) &&
        (listSuppressedFindings === undefined || listSuppressedFindings === isSuppressed) &&
        task.startedAt >= from &&
        task.startedAt <= to,
    )
    const { items, next } = paginate(input, inPresentOrder(known), { operation: 'ListAuditFindings', ...paging })
    return { findings: items.map(described), nextToken: next }
  },

  DescribeAuditFinding({ findingId }, { fleet }) {
    return { finding: described(findFinding(fleet, findingId)) }
  },

  ListRelatedResourcesForAuditFinding(input, { fleet }) {
    const { related } = findFinding(fleet, input.findingId)
    const operation = 'ListRelatedResourcesForAuditFinding'
    const { items, next } = paginate(input, inPresentOrder(related), { operation, ...paging })
    return { relatedResources: items, nextToken: next }
  },
}

/** Of completed audits, the newest first; of one of them, if one is given. */
export const findingsOf = (fleet: Fleet, taskId?: string): Finding[] =>
  tasksOf(fleet)
    .filter((task) => (taskId === undefined || task.id === taskId) && statusOf(fleet, task) === 'COMPLETED')
    .flatMap(({ checks }) => [...checks.values()].flatMap(({ findings }) => findings))

function findFinding(fleet: Fleet, findingId: string | undefined): Finding {
  const finding = findingsOf(fleet).find(({ id }) => id === findingId)
  if (!finding) throw notFound(`Audit finding ${findingId} not found`)
  return finding
}

/** What is unknown here is HIGH. */
const severityOf = (check: string): AuditFindingSeverity => own(auditChecks, check) ?? 'HIGH'

function described({ id, task, check, resource, related, reason, code, isSuppressed }: Finding): AuditFinding {
  return {
    findingId: id,
    taskId: task.id,
    checkName: check,
    taskStartTime: new Date(task.startedAt),
    findingTime: new Date(task.completesAt),
    severity: severityOf(check),
    nonCompliantResource: {
      resourceType: resource.type,
      resourceIdentifier: resource.id,
      ...(resource.info && { additionalInfo: resource.info }),
    },
    // The certificates below a revoked issuer are told only when asked for.
    ...(related.length &&
      resource.type !== 'ISSUER_CERTIFICATE' && { relatedResources: related.slice(0, inlineRelated) }),
    reasonForNonCompliance: reason,
    reasonForNonComplianceCode: code,
    isSuppressed,
  }
}
