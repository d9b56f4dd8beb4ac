import { auditChecks } from '../audit-checks.ts'
import { check } from '../check.ts'
import { enabledChecks } from '../shapes/audit.ts'
import { onlyOf } from '../shapes/objects.ts'

export default check({
  about: 'account',
  reads: ['audit-settings'],
  title: 'Audit checks of Device Defender are disabled',
  why: 'What is not looked at is not found; a disabled check counts as not evaluated here, never as passed.',
  fix: 'Enable them (aws iot update-account-audit-configuration), or suppress this with the reason why not.',
  source: 'AWS IoT Device Defender Developer Guide, "Audit checks"',
  severity: 'low',
  applies(facts) {
    const audit = onlyOf(facts, 'audit-configuration')
    return !audit || enabledChecks(audit).length > 0
  },
  judge(facts) {
    const audit = onlyOf(facts, 'audit-configuration')
    if (!audit) return { unknown: 'The audit settings have not been read' }
    const on = new Set(enabledChecks(audit))
    const known = new Set([...Object.keys(auditChecks), ...Object.keys(audit.auditCheckConfigurations ?? {})])
    const off = [...known].filter((name) => !on.has(name)).sort()
    if (off.length === 0) return null
    return {
      severity: 'low',
      detail: `${off.length} of ${known.size} are disabled`,
      related: off.map((name) => ({ kind: 'audit-check', name })),
    }
  },
})
