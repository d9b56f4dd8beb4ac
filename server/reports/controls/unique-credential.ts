import { automatic } from '../kinds.ts'
import { most } from '../readings.ts'

export default automatic({
  group: 'Rule 1: Identity',
  order: 2,
  title: 'Every device has a credential of its own',
  about: 'Devices that share a key cannot be told apart, nor cut off one by one.',
  checks: [
    'certificate-shared',
    'certificate-leftover',
    'thing-connected-without-credential',
    'thing-without-certificate',
  ],
  figures: {
    'certificates-of-one-thing': most({ pass: 0.99, fail: 0.9 }),
  },
  clauses: {
    'golden-rules': ['1.2'],
    'well-architected-iot': ['IOTSEC01-BP01'],
    'etsi-en-303-645': ['5.1-1', '5.1-2', '5.4-4'],
    'nistir-8259a': ['Device Identification'],
    'iec-62443-4-2': ['CR 1.2', 'CR 1.8'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.5.16'],
    'soc-2': ['CC6.1'],
  },
})
