import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 5: Audit and monitoring',
  order: 1,
  title: 'Metrics and logs of activity are collected, and audits run',
  about: 'What was not logged cannot be told afterwards: who connected, who threw whom out, who changed what.',
  beyond: 'whether CloudTrail is on, and for how long and under which key logs are kept',
  checks: [
    'account-logging-off',
    'account-logging-too-coarse',
    'account-audit-off',
    'account-audit-unscheduled',
    'account-audit-checks-disabled',
    'account-index-off',
    'account-index-incomplete',
  ],
  figures: {
    'accounts-logging-in-full': all('attention'),
    'accounts-audited': all('attention'),
  },
  clauses: {
    'golden-rules': ['5.1'],
    'well-architected-iot': ['IOTSEC06-BP01', 'IOTSEC07-BP03'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'iec-62443-4-2': ['CR 2.8', 'CR 6.1'],
    'eu-cra': ['I.I(2)(l)'],
    'iso-27001': ['A.8.15'],
    'soc-2': ['CC7.1', 'CC7.2'],
  },
})
