import { check } from '../check.ts'
import { mayConnect } from '../shapes/certificate-status.ts'
import { keyParameters, weaknessOf } from '../shapes/keys.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'certificate-details'],
  title: 'Device certificate has a weak key or signature',
  why: 'Who computes the key from the certificate is the device.',
  fix: 'Let the device make a new key, RSA of 2048 bits or more or P-256, and rotate the certificate.',
  source: 'NIST SP 800-131A Rev. 2; AWS IoT Core Developer Guide, "X.509 client certificates" (keys it takes)',
  severity: 'high',
  parameters: keyParameters,
  applies: mayConnect,
  judge: (facts, _now, numbers) => weaknessOf(facts, numbers, 'high'),
})
