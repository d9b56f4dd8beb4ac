import { check } from '../check.ts'
import { anyOf, lintedBy } from '../shapes/lints.ts'

export default check({
  about: 'policy',
  reads: ['policies'],
  title: 'Policy has a wildcard that tells no device from another',
  why: 'One device that is opened speaks for, or listens to, all that share its policy.',
  fix: 'Hold the topic or client ID to the thing by its name; end a variable with a slash before a wildcard.',
  source:
    'AWS IoT Core Developer Guide, "Publish/Subscribe policy examples"; security golden rules, rule 7 (only required privileges)',
  severity: 'high',
  judge: (facts) =>
    lintedBy(facts, anyOf('topic-wildcard', 'variable-then-wildcard', 'client-prefix', 'any-role-alias')),
})
