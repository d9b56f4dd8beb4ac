import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Onboarding and operations',
  order: 1,
  title: 'A new device has the least rights until a server has verified it',
  about: 'What anybody holding a claim gets is to be next to nothing; a hook decides who is given more.',
  beyond: 'how long a new device waits, and who let it in on what evidence',
  checks: [
    'policy-claim-too-wide',
    'provisioning-template-wide-policy',
    'provisioning-template-without-hook',
    'certificate-claim-used-as-identity',
  ],
  figures: {
    'templates-with-hook': all('attention'),
  },
  clauses: {
    'well-architected-iot': ['IOTSEC01-BP01', 'IOTSEC05-BP01'],
    'nistir-8259a': ['Device Identification', 'Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 1.2', 'CR 2.1'],
    'eu-cra': ['I.I(2)(b)', 'I.I(2)(d)'],
    'iso-27001': ['A.5.16', 'A.5.18'],
    'soc-2': ['CC6.2'],
  },
})
