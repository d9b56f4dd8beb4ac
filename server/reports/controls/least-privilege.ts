import { partial } from '../kinds.ts'
import { all, most } from '../readings.ts'

export default partial({
  group: 'Rule 7: Impact',
  order: 4,
  title: 'Only privileges that are needed are given',
  about: 'What a device may do and never does is only of use to whoever takes it over.',
  beyond: 'which topics and actions devices use of those they may',
  checks: [
    'policy-overly-permissive',
    'policy-wide-wildcard',
    'policy-cross-site-wildcard',
    'policy-latent-permissive-version',
  ],
  figures: {
    'policies-linted': all('attention'),
    'attachments-scoped': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'golden-rules': ['7.4'],
    'well-architected-iot': ['IOTSEC04-BP01', 'IOTSEC14-BP02'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 2.1'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.8.2', 'A.8.3'],
    'soc-2': ['CC6.3'],
  },
})
