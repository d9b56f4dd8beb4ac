import { check } from '../check.ts'
import { enabledChecks } from '../shapes/audit.ts'
import { onlyOf } from '../shapes/objects.ts'

export default check({
  about: 'account',
  reads: ['audit-settings'],
  title: 'Device Defender’s audit is off',
  why: 'Its checks see what nobody else can, such as certificates their issuer revoked.',
  fix: 'Give Device Defender a role and enable its checks (aws iot update-account-audit-configuration).',
  source: 'AWS IoT Device Defender Developer Guide, "Audit guide"',
  severity: 'medium',
  judge(facts) {
    const audit = onlyOf(facts, 'audit-configuration')
    if (!audit) return { unknown: 'The audit settings have not been read' }
    if (!audit.roleArn) return { severity: 'medium', detail: 'It has no role to look with' }
    return enabledChecks(audit).length ? null : { severity: 'medium', detail: 'None of its checks is enabled' }
  },
})
