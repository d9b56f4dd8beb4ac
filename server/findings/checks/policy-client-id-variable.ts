import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy’s client ID looks scoped and is not',
  why: 'The variable iot:ClientId stands for whatever the device asks for, so one certificate can pose as every device.',
  fix: 'Write iot:Connection.Thing.ThingName instead, or add the condition iot:Connection.Thing.IsAttached.',
  source: 'AWS IoT Core Developer Guide, "Thing policy variables"; Device Defender takes it for overly permissive',
  severity: 'critical',
  judge: (facts) => lintedBy(facts, anyOf('client-id-variable')),
})
