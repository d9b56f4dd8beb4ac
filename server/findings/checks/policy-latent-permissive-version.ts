import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy keeps an old version that permits more',
  why: 'Whoever may set the default version brings it back in one call, unnoticed by who looks at the version in force.',
  fix: 'Delete the versions that are not needed to go back to.',
  source: 'AWS IoT API Reference, SetDefaultPolicyVersion; our own judgement',
  severity: 'medium',
  judge: (facts) => lintedBy(facts, anyOf('latent-version')),
})
