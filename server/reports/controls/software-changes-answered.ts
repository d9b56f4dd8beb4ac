import { partial } from '../kinds.ts'
import { none } from '../readings.ts'

export default partial({
  group: 'Rule 4: Updates',
  order: 10,
  title: 'Software that changes by itself is noticed and answered',
  about: 'A version that no deployment announced was installed by somebody else.',
  beyond: 'hashes of what devices run',
  figures: {
    'software-unannounced': none('attention'),
  },
  clauses: {
    'golden-rules': ['4.10'],
    'well-architected-iot': ['IOTSEC06-BP02'],
    'etsi-en-303-645': ['5.7-2'],
    'nistir-8259a': ['Cybersecurity State Awareness', 'Software Update'],
    'iec-62443-4-2': ['CR 3.4'],
    'eu-cra': ['I.I(2)(f)'],
    'iso-27001': ['A.8.19'],
    'soc-2': ['CC6.8'],
  },
})
