import type { AuditTaskType } from '@aws-sdk/client-iot'
import type { AuditTask, SimulatedCheck } from '../fleet/audits.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { evaluateCheck } from './checks.ts'

interface Order {
  type: AuditTaskType
  checks: readonly SimulatedCheck[]
  scheduledName?: string
  startedAt: number
  takesMs: number
}

/** Audits a fleet as it is now; what is found shows once the task is over. */
export function runAudit(fleet: Fleet, { type, checks, scheduledName, startedAt, takesMs }: Order): AuditTask {
  const id = fleet.newId().replaceAll('-', '')
  const completesAt = startedAt + takesMs
  const task: AuditTask = { id, type, scheduledName, startedAt, completesAt, checks: new Map() }
  for (const check of checks) {
    const { total, objections } = evaluateCheck(fleet, check, fleet.clock.now())
    const findings = objections.map((objection) => ({ ...objection, id: fleet.newId(), task, check }))
    task.checks.set(check, { total, findings })
  }
  fleet.audits.tasks.set(id, task)
  return task
}

const scheduledTakesMs = 3000

/** Runs the schedules whose time has come since somebody last looked. */
export function catchUp(fleet: Fleet) {
  const startedAt = fleet.clock.now()
  for (const { name, checks } of fleet.audits.due(startedAt)) {
    const type = 'SCHEDULED_AUDIT_TASK' as const
    runAudit(fleet, { type, checks, scheduledName: name, startedAt, takesMs: scheduledTakesMs })
  }
}
