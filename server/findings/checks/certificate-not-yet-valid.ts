import { check } from '../check.ts'
import { dayOf } from '../days.ts'
import { mayConnect } from '../shapes/certificate-status.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'certificate-details'],
  title: 'Device certificate is not valid yet',
  why: 'Its device is refused until then. Mostly the clock of who issued it is wrong, and so may the end of validity be.',
  fix: 'Correct the clock of the issuer, and issue it anew with a beginning a little in the past.',
  source: 'RFC 5280 4.1.2.5; AWS IoT Core Developer Guide, security best practices (keep clocks in sync)',
  severity: 'medium',
  boundaries: [{ column: 'not_before', days: () => 0 }],
  applies: mayConnect,
  judge({ notBefore }, now) {
    if (!notBefore) return { unknown: 'The certificate has not been read' }
    return notBefore <= now ? null : { severity: 'medium', detail: `Valid from ${dayOf(notBefore)}` }
  },
})
