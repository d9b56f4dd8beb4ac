import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 2: Access',
  order: 1,
  title: 'Trust boundaries are known, and what may cross them',
  about:
    'Where nobody knows which trust ends, one breach is all of it: across sites, across accounts, from the unregistered to the fleet.',
  beyond: 'custom authorizers, VPC endpoints, and boundaries outside of AWS IoT',
  checks: [
    'policy-cross-site-wildcard',
    'account-role-without-source-condition',
    'ca-certificate-auto-registration-open',
  ],
  figures: {
    'policies-measured': all('attention'),
  },
  clauses: {
    'golden-rules': ['2.1'],
    'well-architected-iot': ['IOTSEC04-BP01'],
    'etsi-en-303-645': ['5.5-5'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 2.1'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.5.15', 'A.8.20'],
    'soc-2': ['CC6.6'],
  },
})
