import { check } from '../check.ts'
import { mayConnect } from '../shapes/certificate-status.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'thing-principals'],
  title: 'Certificate is shared by several devices',
  why: 'Devices that share a key cannot be told apart, nor cut off one by one; one that is stolen is all of them.',
  fix: 'Give each thing a certificate of its own, attach it exclusively, and deactivate this one when the last has moved.',
  source: 'AWS IoT Device Defender, DEVICE_CERTIFICATE_SHARED_CHECK; ETSI EN 303 645, 5.4-4',
  severity: 'critical',
  audit: 'DEVICE_CERTIFICATE_SHARED_CHECK',
  // A claim certificate is meant to be on many devices; that it does no more has a check of its own.
  applies: (facts) => mayConnect(facts) && facts.claim !== true,
  judge({ thingCount, things, connections }) {
    const clients = connections?.clients ?? 0
    if (thingCount !== null && thingCount > 1) {
      const related = things.map(({ name }) => ({ kind: 'thing', name }))
      return { severity: 'critical', detail: `Attached to ${thingCount} things`, related }
    }
    // Several programs of one device may do this, so it is less certain.
    if (clients > 1) return { severity: 'medium', detail: `Connected with ${clients} client IDs in 30 days` }
    return thingCount === null ? { unknown: 'Its things have not been read' } : null
  },
})
