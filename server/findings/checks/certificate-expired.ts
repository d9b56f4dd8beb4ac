import { check } from '../check.ts'
import { dayOf } from '../days.ts'
import { mayConnect } from '../shapes/certificate-status.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'certificate-details'],
  title: 'Device certificate has expired',
  why: 'AWS IoT refuses the device at its next connect; until somebody reaches it another way, it is lost.',
  fix: 'Bring a successor onto the device by its maintenance channel, then deactivate this one. Nobody uses it: deactivate it now.',
  source: 'AWS IoT Device Defender, DEVICE_CERTIFICATE_EXPIRING_CHECK; RFC 5280 4.1.2.5',
  severity: 'high',
  audit: 'DEVICE_CERTIFICATE_EXPIRING_CHECK',
  auditReason: 'CERTIFICATE_PAST_EXPIRATION',
  boundaries: [{ column: 'not_after', days: () => 0 }],
  applies: mayConnect,
  judge({ notAfter, thingCount }, now) {
    if (!notAfter) return { unknown: 'The certificate has not been read' }
    if (notAfter >= now) return null
    // What is on no thing harms nobody by lapsing.
    return { severity: thingCount === 0 ? 'low' : 'high', detail: `Expired on ${dayOf(notAfter)}` }
  },
})
