import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy says things that have no effect',
  why: 'A variable, action or resource that is never met makes it mean less, or more, than who wrote it believes.',
  fix: 'Correct what the policy’s page points at, and name the version 2012-10-17 of the grammar.',
  source: 'AWS IoT Core Developer Guide, "AWS IoT Core policy variables", "AWS IoT Core policy actions"',
  severity: 'medium',
  judge: (facts) =>
    lintedBy(
      facts,
      anyOf('allow-nothing', 'unknown-variable', 'unknown-action', 'grammar-version'),
      'how it is written',
    ),
})
