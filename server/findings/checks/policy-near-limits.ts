import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy is close to a limit of AWS',
  why: 'The next change is refused: the document is full, all versions are taken, or a certificate can hold no more policies.',
  fix: 'Shorten the document by variables, delete old versions, and merge policies, so that a quarantine policy still fits.',
  source: 'AWS General Reference, "AWS IoT Core endpoints and quotas"',
  severity: 'medium',
  judge: (facts) => lintedBy(facts, anyOf('document-size', 'versions-full', 'policies-on-one'), 'how it is written'),
})
