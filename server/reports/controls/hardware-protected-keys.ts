import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 1: Identity',
  order: 4,
  title: 'Private keys are kept in hardware',
  about:
    'A key that can be read out of one device can be used on any. Of Greengrass cores the provider of hardware keys shows among their components.',
  beyond: 'secure elements of devices that are no Greengrass cores',
  figures: {
    'cores-with-hardware-keys': all('attention'),
  },
  clauses: {
    'golden-rules': ['1.4'],
    'well-architected-iot': ['IOTSEC02-BP01', 'IOTSEC02-BP02'],
    'etsi-en-303-645': ['5.4-1', '5.4-2'],
    'nistir-8259a': ['Data Protection'],
    'iec-62443-4-2': ['CR 1.9', 'EDR 3.12', 'EDR 3.13'],
    'eu-cra': ['I.I(2)(e)'],
    'iso-27001': ['A.8.24'],
    'soc-2': ['CC6.1'],
  },
})
