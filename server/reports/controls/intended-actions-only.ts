import { automatic } from '../kinds.ts'
import { all, most } from '../readings.ts'

export default automatic({
  group: 'Behaviour and response',
  order: 1,
  title: 'Credentials authorise only what is intended',
  about: 'How far one credential reaches over the fleet is measured: beyond its own device it reaches too far.',
  checks: ['policy-overly-permissive', 'policy-cross-site-wildcard'],
  figures: {
    'policies-scoped': all('attention'),
    'attachments-scoped': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'well-architected-iot': ['IOTSEC04-BP01'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 2.1'],
    'eu-cra': ['I.I(2)(d)', 'I.I(2)(k)'],
    'iso-27001': ['A.8.3'],
    'soc-2': ['CC6.3'],
  },
})
