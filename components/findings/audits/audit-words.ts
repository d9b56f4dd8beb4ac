import type { AuditTask } from '#contract/findings.ts'

const taskTypes: Readonly<Record<string, string>> = {
  ON_DEMAND_AUDIT_TASK: 'On demand',
  SCHEDULED_AUDIT_TASK: 'Scheduled',
}
const statuses: Readonly<Record<string, string>> = {
  WANTED: 'Waits for the worker',
  SENDING: 'Being started',
  NOT_STARTED: 'Not started',
  IN_PROGRESS: 'Running',
  WAITING_FOR_DATA_COLLECTION: 'Collecting data',
  COMPLETED: 'Completed',
  COMPLETED_COMPLIANT: 'Compliant',
  COMPLETED_NON_COMPLIANT: 'Not compliant',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
}

/** AWS's words where it has said something else than we know. */
export const taskType = (type: string) => taskTypes[type] ?? type
export const auditStatus = (status: string) => statuses[status] ?? status

/** How many checks said what; a check that has no answer counts as neither. */
export function tally({ checks }: Pick<AuditTask, 'checks'>) {
  const failing = checks.filter(({ compliant }) => compliant === false).length
  const passed = checks.filter(({ compliant }) => compliant === true).length
  return { failing, passed, without: checks.length - failing - passed }
}

/** The audits that are not at their end yet. */
export const isUnderWay = ({ status }: Pick<AuditTask, 'status'>) =>
  ['WANTED', 'SENDING', 'IN_PROGRESS', 'WAITING_FOR_DATA_COLLECTION'].includes(status)
