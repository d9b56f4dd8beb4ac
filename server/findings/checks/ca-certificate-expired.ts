import { check } from '../check.ts'
import { dayOf } from '../days.ts'

export default check({
  about: 'ca-certificate',
  reads: ['ca-certificates'],
  title: 'CA certificate has expired',
  why: 'No device of it can be registered any more; what its owner would still vouch for is nobody’s guess.',
  fix: 'Deactivate it, and issue from the CA that follows.',
  source: 'AWS IoT Device Defender, CA_CERTIFICATE_EXPIRING_CHECK; RFC 5280 4.1.2.5',
  severity: 'high',
  audit: 'CA_CERTIFICATE_EXPIRING_CHECK',
  auditReason: 'CERTIFICATE_PAST_EXPIRATION',
  boundaries: [{ column: 'not_after', days: () => 0 }],
  applies: ({ status }) => status === 'ACTIVE',
  judge({ notAfter, activeChildren }, now) {
    if (!notAfter) return { unknown: 'The certificate could not be read' }
    if (notAfter >= now) return null
    return {
      severity: 'high',
      detail: `Expired on ${dayOf(notAfter)}; ${activeChildren} active device certificates`,
    }
  },
})
