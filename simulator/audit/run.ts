import type { AuditTaskType } from '@aws-sdk/client-iot'
import type { AuditTask, CheckName, CheckRun } from '../fleet/audits.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { evaluateCheck, type Verdict } from './checks.ts'
import { dueSchedules } from './schedules.ts'
import { isSuppressed } from './suppressions.ts'

interface Order {
  type: AuditTaskType
  checks: readonly CheckName[]
  scheduledName?: string
  startedAt: number
  takesMs: number
}

/** Audits a fleet as it is now, by the time of the start; what is found shows once the task is over. */
export function runAudit(fleet: Fleet, { type, checks, scheduledName, startedAt, takesMs }: Order): AuditTask {
  const id = fleet.newId().replaceAll('-', '')
  const completesAt = startedAt + takesMs
  const task: AuditTask = { id, type, scheduledName, startedAt, completesAt, canceledAt: undefined, checks: new Map() }
  for (const check of checks) task.checks.set(check, runCheck(fleet, task, check))
  fleet.audits.tasks.set(id, task)
  return task
}

function runCheck(fleet: Fleet, task: AuditTask, check: CheckName): CheckRun {
  const { audits } = fleet
  const settings = audits.enabled.get(check)
  const code = settings ? audits.failing.get(check) : 'AUDIT_CHECK_DISABLED'
  if (code) return { total: 0, findings: [], error: { code, message: messages[code] ?? 'The check failed.' } }
  const verdict = audits.future.has(check) ? somethingNew(fleet) : evaluateCheck(fleet, check, task.startedAt, settings)
  const { total, objections } = verdict
  const findings = objections.map((objection) => {
    const suppressed = isSuppressed(fleet, check, objection.resource.id, task.startedAt)
    return { ...objection, id: fleet.newId(), task, check, isSuppressed: suppressed }
  })
  return { total, findings, error: undefined }
}

const somethingNew = ({ account }: Fleet): Verdict => {
  const resource = { type: 'ACCOUNT_SETTINGS' as const, id: { account } }
  return {
    total: 1,
    objections: [{ resource, related: [], code: 'SOMETHING_NEW', reason: 'Something is not as it should be.' }],
  }
}

const messages: Readonly<Record<string, string>> = {
  INSUFFICIENT_PERMISSIONS: 'The audit role does not have the permissions that the check needs.',
  AUDIT_CHECK_DISABLED: 'The check is disabled.',
}

const scheduledTakesMs = 3000

/** Runs the schedules whose time has come since somebody last looked, each once. */
export function catchUp(fleet: Fleet) {
  const startedAt = fleet.clock.now()
  for (const { name, checks } of dueSchedules(fleet.audits, startedAt)) {
    const type = 'SCHEDULED_AUDIT_TASK' as const
    runAudit(fleet, { type, checks, scheduledName: name, startedAt, takesMs: scheduledTakesMs })
  }
}
