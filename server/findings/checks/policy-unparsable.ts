import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy’s document cannot be read',
  why: 'What it permits cannot be told, by us or by who has to judge it; every other check of it is unknown.',
  fix: 'Replace it by a document that follows the grammar.',
  source: 'AWS IoT Core Developer Guide, "AWS IoT Core policies"',
  severity: 'high',
  judge: (facts) => lintedBy(facts, anyOf('unparsable-document'), 'how it is written'),
})
