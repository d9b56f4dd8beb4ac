import { checksDecide } from '../answers.ts'
import { control } from '../control.ts'

const checks = ['certificate-shared'] as const

export default control({
  group: 'Rule 1: Identity',
  order: 2,
  title: 'Every device has a credential of its own',
  about: 'Devices that share a key cannot be told apart, nor cut off one by one.',
  kind: 'automatic',
  checks,
  clauses: {
    'golden-rules': ['1.2'],
    'well-architected-iot': ['IOTSEC01-BP01'],
    'etsi-en-303-645': ['5.4-4'],
    'nistir-8259a': ['Device Identification'],
    'iec-62443-4-2': ['CR 1.2'],
    'iso-27001': ['A.5.16'],
    'soc-2': ['CC6.1'],
  },
  judge: (facts) => checksDecide(facts, checks),
})
