import { check } from '../check.ts'
import { enabledChecks } from '../shapes/audit.ts'
import { allOf, onlyOf } from '../shapes/objects.ts'

export default check({
  about: 'account',
  reads: ['audit-settings'],
  title: 'Device Defender’s audit is not scheduled',
  why: 'A check that is enabled and never run finds nothing, and looks as if it did.',
  fix: 'Schedule a daily audit of all enabled checks (aws iot create-scheduled-audit).',
  source: 'AWS IoT Device Defender Developer Guide, "Audit guide"',
  severity: 'medium',
  applies(facts) {
    // Where the audit is off, another check says so.
    const audit = onlyOf(facts, 'audit-configuration')
    return !audit || enabledChecks(audit).length > 0
  },
  judge(facts) {
    const audit = onlyOf(facts, 'audit-configuration')
    const schedules = allOf(facts, 'scheduled-audit')
    if (!audit || !schedules) return { unknown: 'The audit settings have not been read' }
    if (schedules.length === 0) return { severity: 'medium', detail: 'There is no scheduled audit' }
    const scheduled = new Set(schedules.flatMap((one) => one.facts.targetCheckNames ?? []))
    const never = enabledChecks(audit).filter((name) => !scheduled.has(name))
    if (never.length === 0) return null
    return {
      severity: 'low',
      detail: `${never.length === 1 ? '1 enabled check is' : `${never.length} enabled checks are`} in no schedule`,
      related: never.map((name) => ({ kind: 'audit-check', name })),
    }
  },
})
