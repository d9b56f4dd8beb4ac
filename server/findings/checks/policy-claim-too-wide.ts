import { check } from '../check.ts'
import { beyondClaim } from '../shapes/claim.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy of claim certificates permits more than provisioning',
  why: 'A claim certificate is the same on many devices: what it may do besides, whoever opens any one of them may do.',
  fix: 'Leave it to connect and to the topics of certificate creation and of its provisioning template, and nothing else.',
  source: 'AWS IoT Core Developer Guide, "Provisioning by claim" (policy of the claim certificate)',
  severity: 'high',
  judge(facts) {
    const standard = facts.versions.find(({ isDefault }) => isDefault)
    if (!standard) return { unknown: 'Its document has not been read' }
    const beyond = beyondClaim(standard.document)
    if (beyond === undefined) return { unknown: 'Its document cannot be read' }
    const [first] = beyond
    if (!first) return null
    const more = beyond.length > 1 ? `, and ${beyond.length - 1} more` : ''
    return { severity: 'high', detail: `It provisions, and permits ${first.slice(0, 120)}${more}` }
  },
})
