import { automatic } from '../kinds.ts'
import { all } from '../readings.ts'

export default automatic({
  group: 'AWS IoT Core',
  order: 4,
  title: 'Policies that permit too much are looked for',
  about: 'Every policy goes through our linter, and Device Defender’s audit looks at IoT policies and IAM roles.',
  checks: ['account-audit-off', 'account-audit-unscheduled', 'account-audit-checks-disabled'],
  figures: {
    'policies-linted': all('attention'),
    'accounts-audited': all('attention'),
  },
  clauses: {
    'iot-core': ['4'],
    'well-architected-iot': ['IOTSEC07-BP03', 'IOTSEC14-BP02'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'iec-62443-4-2': ['CR 6.2'],
    'iso-27001': ['A.8.9'],
    'soc-2': ['CC7.1'],
  },
})
