import { check } from '../check.ts'
import { mayConnect } from '../shapes/certificate-status.ts'

export default check({
  about: 'certificate',
  reads: ['certificates', 'thing-principals', 'policies', 'policy-targets'],
  title: 'Claim certificate is used as an ordinary identity',
  why: 'A claim certificate is the same on many devices; what one may do with it, whoever opens any of them may do, too.',
  fix: 'Let the device exchange it for a certificate of its own at first connect, and detach it from its things.',
  source: 'AWS IoT Core Developer Guide, "Provisioning by claim"',
  severity: 'high',
  applies: (facts) => mayConnect(facts) && facts.claim !== false,
  judge({ claim, thingCount, things }) {
    if (claim === null)
      return { unknown: 'Whether it is a claim certificate is not known: its policies have not been read' }
    if (thingCount === null) return { unknown: 'Its things have not been read' }
    if (thingCount === 0) return null
    const related = things.map(({ name }) => ({ kind: 'thing', name }))
    return { severity: 'high', detail: `Attached to ${thingCount === 1 ? '1 thing' : `${thingCount} things`}`, related }
  },
})
