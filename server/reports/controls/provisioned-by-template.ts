import { automatic } from '../kinds.ts'
import { all } from '../readings.ts'

export default automatic({
  group: 'AWS IoT Core',
  order: 9,
  title: 'Devices are provisioned by template or just in time, not by hand',
  about: 'What is made by hand is made differently each time; a hook lets in only what was made by you.',
  checks: ['provisioning-template-without-hook', 'provisioning-template-wide-policy', 'certificate-of-unknown-ca'],
  figures: {
    'accounts-provisioning-by-template': all('attention'),
    'templates-with-hook': all('attention'),
  },
  clauses: {
    'iot-core': ['9'],
    'well-architected-iot': ['IOTSEC05-BP01'],
    'nistir-8259a': ['Device Identification', 'Device Configuration'],
    'iec-62443-4-2': ['CR 1.5'],
    'iso-27001': ['A.5.16', 'A.8.9'],
    'soc-2': ['CC6.2'],
  },
})
