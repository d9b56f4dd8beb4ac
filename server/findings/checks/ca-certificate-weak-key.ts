import { check } from '../check.ts'
import { keyParameters, weaknessOf } from '../shapes/keys.ts'

export default check({
  about: 'ca-certificate',
  reads: ['ca-certificates'],
  title: 'CA certificate has a weak key or signature',
  why: 'Who computes its key can issue a certificate for any device, and as many as he likes.',
  fix: 'Register a CA with RSA of 2048 bits or more or P-256, issue from it, and deactivate this one.',
  source: 'NIST SP 800-131A Rev. 2; AWS IoT Core Developer Guide, "Manage your CA certificates"',
  severity: 'critical',
  parameters: keyParameters,
  applies: ({ status }) => status === 'ACTIVE',
  judge: (facts, _now, numbers) => weaknessOf(facts, numbers, 'critical'),
})
