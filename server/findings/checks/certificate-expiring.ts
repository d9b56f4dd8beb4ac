import { check } from '../check.ts'
import { dayMs, dayOf } from '../days.ts'
import { mayConnect } from '../shapes/certificate-status.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'certificate-details'],
  title: 'Device certificate expires soon',
  why: 'A device whose certificate lapses cannot reconnect, and often cannot be reached to be fixed.',
  fix: 'Issue a successor, let the device take it up, and only then deactivate this one.',
  source: 'AWS IoT Device Defender, DEVICE_CERTIFICATE_EXPIRING_CHECK',
  severity: 'high',
  audit: 'DEVICE_CERTIFICATE_EXPIRING_CHECK',
  auditReason: 'CERTIFICATE_APPROACHING_EXPIRATION',
  parameters: {
    days: { label: 'Warn this long before', unit: 'days', default: 30, min: 1, max: 3652 },
    urgentDays: { label: 'High severity this long before', unit: 'days', default: 7, min: 0, max: 3652 },
  },
  boundaries: [
    { column: 'not_after', days: ({ days }) => -days },
    { column: 'not_after', days: ({ urgentDays }) => -urgentDays },
    { column: 'not_after', days: () => 0 },
  ],
  applies: mayConnect,
  judge({ notAfter }, now, { days, urgentDays }) {
    if (!notAfter) return { unknown: 'The certificate has not been read' }
    const left = (notAfter.getTime() - now.getTime()) / dayMs
    // An expired one is another check's.
    if (left < 0 || left >= days) return null
    return { severity: left < urgentDays ? 'high' : 'medium', detail: `Expires on ${dayOf(notAfter)}` }
  },
})
