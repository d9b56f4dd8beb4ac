import { partial } from '../kinds.ts'
import { all, most } from '../readings.ts'

export default partial({
  group: 'Rule 7: Impact',
  order: 3,
  title: 'Prevention, detection, containment and recovery stand in layers',
  about:
    'One layer fails some day; the next is to be there: credentials, behaviour rules, a response that is ready, a second Region.',
  beyond: 'layers outside of AWS IoT, and how a device itself recovers',
  figures: {
    'things-with-valid-credential': most({ pass: 0.95, fail: 0.5 }),
    'behaviour-coverage': most({ pass: 0.95, fail: 0.5 }),
    'accounts-ready-to-respond': all('attention'),
    'second-region-things': most({ pass: 0.95, fail: 0 }),
  },
  clauses: {
    'golden-rules': ['7.3'],
    'well-architected-iot': ['IOTSEC14-BP03'],
    'eu-cra': ['I.I(2)(k)'],
    'iso-27001': ['A.5.26', 'A.5.30'],
    'soc-2': ['CC7.4', 'CC7.5'],
  },
})
