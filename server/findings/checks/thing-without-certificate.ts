import { check } from '../check.ts'

export default check({
  about: 'thing',
  reads: ['things', 'thing-principals'],
  title: 'Thing has no certificate',
  why: 'A device without a credential of its own cannot connect, or connects with somebody else’s.',
  fix: 'Attach its certificate, or delete the thing if the device is gone.',
  source:
    'Security golden rules for IoT solutions, rule 1 (unique identity); AWS IoT Core Developer Guide, security best practices',
  severity: 'low',
  judge({ certificates, otherPrincipals }) {
    if (certificates === null) return { unknown: 'Its principals have not been read' }
    return certificates + otherPrincipals > 0 ? null : { severity: 'low', detail: 'Nothing is attached to it' }
  },
})
