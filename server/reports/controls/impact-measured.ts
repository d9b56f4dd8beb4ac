import { partial } from '../kinds.ts'
import { all, most } from '../readings.ts'

export default partial({
  group: 'Rule 7: Impact',
  order: 2,
  title: 'The impact of an event can be told',
  about:
    'How far one stolen device reaches is measured of every policy over the fleet. At least 95 % of what policies are attached to is to reach no other.',
  beyond: 'how critical each device is, and what its failure costs',
  figures: {
    'policies-measured': all('attention'),
    'attachments-scoped': most({ pass: 0.95, fail: 0.5 }),
  },
  clauses: {
    'golden-rules': ['7.2'],
    'well-architected-iot': ['IOTSEC04-BP01'],
    'eu-cra': ['I.I(2)(k)'],
    'iso-27001': ['A.5.25'],
    'soc-2': ['CC7.3'],
  },
})
