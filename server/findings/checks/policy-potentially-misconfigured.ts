import { check } from '../check.ts'
import { lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy may not deny what it is meant to',
  why: 'A Deny that fits nothing, or that a wider filter goes around, protects nobody and looks as if it did.',
  fix: 'Write the wildcard of policies (*) for that of MQTT, and deny iot:Receive on the topics, too.',
  source: 'AWS IoT Device Defender, IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK',
  severity: 'medium',
  audit: 'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK',
  judge: (facts) => lintedBy(facts, ({ audit }) => audit === 'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK'),
})
