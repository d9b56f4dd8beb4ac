import { automatic } from '../kinds.ts'
import { most } from '../readings.ts'

export default automatic({
  group: 'Rule 4: Updates',
  order: 5,
  title: 'It is known which software runs where',
  about:
    'Who is open to a new weakness is asked of an inventory, or of every device. At least 95 % of things are to say what they run.',
  figures: {
    'things-with-known-software': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'golden-rules': ['4.5'],
    'well-architected-iot': ['IOTSEC13-BP02', 'IOTPERF09-BP01'],
    'etsi-en-303-645': ['5.3-16'],
    'nistir-8259a': ['Device Configuration'],
    'iec-62443-4-2': ['CR 7.8'],
    'eu-cra': ['I.II(1)'],
    'iso-27001': ['A.5.9', 'A.8.9'],
    'soc-2': ['CC7.1'],
  },
})
