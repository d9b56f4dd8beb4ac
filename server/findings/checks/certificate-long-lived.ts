import { check } from '../check.ts'
import { dayMs, dayOf } from '../days.ts'
import { mayConnect } from '../shapes/certificate-status.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'certificate-details'],
  title: 'Device certificate is valid for longer than allowed',
  why: 'A key that leaks stays of use to a thief for as long as its certificate is valid and nobody revokes it.',
  fix: 'Issue certificates for as long as your rotation takes, and rotate this one. AWS-issued ones last until 2049: use a CA of your own.',
  source: 'NIST SP 800-57 Part 1, 5.3.6 (cryptoperiods); the limit is ours to set',
  severity: 'low',
  parameters: { days: { label: 'Longest allowed', unit: 'days', default: 3652, min: 1, max: 18_262 } },
  applies: mayConnect,
  judge({ notBefore, notAfter }, _now, { days }) {
    if (!notBefore || !notAfter) return { unknown: 'The certificate has not been read' }
    const life = Math.floor((notAfter.getTime() - notBefore.getTime()) / dayMs)
    return life <= days ? null : { severity: 'low', detail: `Valid for ${life} days, until ${dayOf(notAfter)}` }
  },
})
