import { automatic } from '../kinds.ts'
import { most } from '../readings.ts'

export default automatic({
  group: 'AWS IoT Core',
  order: 3,
  title: 'Each device may publish and subscribe only where it should',
  about: 'A topic with a wildcard is the topic of every device.',
  checks: [
    'policy-overly-permissive',
    'policy-wide-wildcard',
    'policy-cross-site-wildcard',
    'policy-inverted',
    'policy-mistaken-grammar',
  ],
  figures: {
    'attachments-scoped': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'iot-core': ['3'],
    'well-architected-iot': ['IOTSEC04-BP01'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 2.1'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.8.3'],
    'soc-2': ['CC6.3'],
  },
})
