import { partial } from '../kinds.ts'
import { all, none, some } from '../readings.ts'

export default partial({
  group: 'Rule 8: Attack surface',
  order: 5,
  title: 'The attack surface is reviewed regularly, and so is what was put aside',
  about:
    'Findings that lie, and decisions without an end, are how a surface grows unseen. A report in 90 days shows that it was looked at.',
  beyond: 'that somebody went over the surface and signed it',
  checks: ['account-suppression-broad', 'account-audit-suppression-without-end'],
  figures: {
    'grave-findings-old': none('attention'),
    'suppressions-with-end': all('attention'),
    'reports-made': some(1, 'attention'),
  },
  clauses: {
    'golden-rules': ['8.5'],
    'well-architected-iot': ['IOTSEC15-BP02', 'IOTSEC15-BP03'],
    'eu-cra': ['I.II(3)'],
    'iso-27001': ['A.5.25', 'A.8.8'],
    'soc-2': ['CC7.1'],
  },
})
