import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies', 'policy-targets', 'things'],
  title: 'Policy reaches across sites or tenants',
  why: 'What happens to one device does not stay at its site: with its credential the others are read and commanded.',
  fix: 'Put the site or tenant into the topics as a variable, such as iot:Connection.Thing.Attributes[site], or split the policy.',
  source: 'Our own judgement, measured over this fleet; Well-Architected IoT Lens, IOTSEC04-BP01',
  severity: 'high',
  judge(facts) {
    const answer = lintedBy(facts, anyOf('crosses-boundary'))
    return answer === null && facts.crossings === null
      ? { unknown: 'How far it reaches has not been measured' }
      : answer
  },
})
