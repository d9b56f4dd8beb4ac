import { check } from '../check.ts'
import { dayMs, dayOf } from '../days.ts'

export default check({
  about: 'ca-certificate',
  reads: ['ca-certificates'],
  title: 'CA certificate expires soon',
  why: 'When it lapses no device of it can be registered any more, and a new CA takes weeks to roll out.',
  fix: 'Register the CA that follows, issue from it, and plan the rotation of the devices of this one.',
  source: 'AWS IoT Device Defender, CA_CERTIFICATE_EXPIRING_CHECK',
  severity: 'high',
  audit: 'CA_CERTIFICATE_EXPIRING_CHECK',
  auditReason: 'CERTIFICATE_APPROACHING_EXPIRATION',
  parameters: {
    days: { label: 'Warn this long before', unit: 'days', default: 90, min: 1, max: 3652 },
    urgentDays: { label: 'High severity this long before', unit: 'days', default: 30, min: 0, max: 3652 },
  },
  boundaries: [
    { column: 'not_after', days: ({ days }) => -days },
    { column: 'not_after', days: ({ urgentDays }) => -urgentDays },
    { column: 'not_after', days: () => 0 },
  ],
  applies: ({ status }) => status === 'ACTIVE',
  judge({ notAfter, activeChildren }, now, { days, urgentDays }) {
    if (!notAfter) return { unknown: 'The certificate could not be read' }
    const left = (notAfter.getTime() - now.getTime()) / dayMs
    if (left < 0 || left >= days) return null
    return {
      severity: left < urgentDays ? 'high' : 'medium',
      detail: `Expires on ${dayOf(notAfter)}; ${activeChildren} active device certificates`,
    }
  },
})
