import { partial } from '../kinds.ts'
import { most } from '../readings.ts'

export default partial({
  group: 'Rule 10: Vulnerabilities',
  order: 2,
  title: 'What is disclosed is held against the fleet',
  about:
    'Whether a weakness is ours is asked of the software that runs. At least 95 % of things are to say which that is.',
  beyond: 'bills of materials, known vulnerabilities, and indicators against the addresses that devices talk to',
  figures: {
    'things-with-known-software': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'golden-rules': ['10.2'],
    'well-architected-iot': ['IOTSEC13-BP01', 'IOTSEC13-BP02'],
    'etsi-en-303-645': ['5.2-3'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'eu-cra': ['I.II(1)', 'I.II(2)'],
    'iso-27001': ['A.8.8'],
    'soc-2': ['CC7.1'],
  },
})
