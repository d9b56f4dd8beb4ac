import { automatic } from '../kinds.ts'
import { none } from '../readings.ts'

export default automatic({
  group: 'AWS IoT Core',
  order: 7,
  title: 'Devices have one identity each, and people have others',
  about:
    'A certificate of several devices, a claim that goes on being used, a Cognito role that reaches devices: each makes two into one.',
  checks: ['certificate-shared', 'certificate-leftover', 'certificate-claim-used-as-identity'],
  figures: {
    'audited-roles-too-wide': none('fail'),
  },
  clauses: {
    'iot-core': ['7'],
    'well-architected-iot': ['IOTSEC01-BP01', 'IOTSEC03-BP01'],
    'etsi-en-303-645': ['5.4-4'],
    'nistir-8259a': ['Device Identification'],
    'iec-62443-4-2': ['CR 1.2'],
    'iso-27001': ['A.5.16', 'A.8.5'],
    'soc-2': ['CC6.1'],
  },
})
