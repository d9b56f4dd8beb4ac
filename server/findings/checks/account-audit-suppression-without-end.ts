import { check } from '../check.ts'
import { allOf } from '../shapes/objects.ts'

export default check({
  about: 'account',
  reads: ['audit-suppressions'],
  title: 'Audit finding is suppressed without end',
  why: 'A suppression that never ends outlives the reason for it, and who remembers it.',
  fix: 'Give it a date in Device Defender, or suppress the finding here with owner, reason and expiry.',
  source: 'AWS IoT Device Defender Developer Guide, "Audit finding suppressions"; our own judgement',
  severity: 'info',
  judge(facts) {
    const suppressions = allOf(facts, 'audit-suppression')
    if (!suppressions) return { unknown: 'The suppressions could not be read' }
    const endless = suppressions.filter((one) => one.facts.suppressIndefinitely)
    if (endless.length === 0) return null
    return {
      severity: 'info',
      detail: `${endless.length} of ${suppressions.length} AWS suppressions have no end`,
      related: endless
        .slice(0, 20)
        .map(({ name, facts: { checkName } }) => ({ kind: 'audit-suppression', name, detail: checkName })),
    }
  },
})
