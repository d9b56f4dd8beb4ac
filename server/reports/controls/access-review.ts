import { partial } from '../kinds.ts'
import { all, most } from '../readings.ts'

export default partial({
  group: 'Rule 2: Access',
  order: 4,
  title: 'Credentials and privileges are reviewed, on schedule and when something changes',
  about:
    'Rights pile up: what a device or a person no longer needs only serves whoever steals it. So do rights of this console.',
  beyond: 'that somebody went through them, and what CloudTrail says of their changes',
  checks: [
    'certificate-unattached',
    'certificate-leftover',
    'thing-gone-quiet',
    'policy-latent-permissive-version',
    'policy-unused',
  ],
  figures: {
    'people-with-second-factor': most({ pass: 1, fail: 0.5 }),
    'tokens-with-end': all('attention'),
  },
  clauses: {
    'golden-rules': ['2.4'],
    'well-architected-iot': ['IOTSEC03-BP01', 'IOTSEC03-BP02', 'IOTSEC07-BP03'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 1.5', 'CR 2.1'],
    'iso-27001': ['A.5.18', 'A.8.2'],
    'soc-2': ['CC6.2', 'CC6.3'],
  },
})
