import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy uses NotAction or NotResource',
  why: 'It covers all but what it names, also what AWS adds later, and AWS does not document what it does for AWS IoT.',
  fix: 'Name the actions and resources that are meant.',
  source: 'AWS IoT Core Developer Guide, "AWS IoT Core policies"; IAM User Guide, "NotAction"',
  severity: 'high',
  judge: (facts) => lintedBy(facts, anyOf('not-action', 'not-resource'), 'how it is written'),
})
