import { check } from '../check.ts'
import { lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy permits too much',
  why: 'A device that has it can be taken for others, read what they are sent and change what they are told.',
  fix: 'Take the narrow form that the policy’s page proposes, held to the name of the thing; see there whom it would keep out.',
  source: 'AWS IoT Device Defender, IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
  severity: 'critical',
  audit: 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
  judge: (facts) => lintedBy(facts, ({ audit }) => audit === 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK'),
})
