import { automatic } from '../kinds.ts'
import { none } from '../readings.ts'

export default automatic({
  group: 'AWS IoT Core',
  order: 1,
  title: 'Client IDs are unique, and policies say who may use which',
  about:
    'Who connects under a client ID that is in use throws the other out. A policy that holds the ID to the thing’s name keeps that to the device itself.',
  checks: ['policy-client-id-variable', 'policy-wide-wildcard', 'thing-client-id-differs', 'client-unregistered'],
  figures: {
    'conflicts-open': none('attention'),
  },
  clauses: {
    'iot-core': ['1'],
    'well-architected-iot': ['IOTSEC01-BP01', 'IOTSEC04-BP01'],
    'nistir-8259a': ['Device Identification'],
    'iec-62443-4-2': ['CR 1.2'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.5.16'],
    'soc-2': ['CC6.1'],
  },
})
