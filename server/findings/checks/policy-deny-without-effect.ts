import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy’s Deny denies nothing',
  why: 'Who wrote it counts on a protection that is not there.',
  fix: 'Give the Deny resources of the kind its actions are asked about, in this account and Region, or remove it.',
  source: 'AWS IoT Core Developer Guide, "AWS IoT Core action resources"',
  severity: 'medium',
  judge: (facts) => lintedBy(facts, anyOf('deny-nothing')),
})
