import { automatic } from '../kinds.ts'
import { all, most, within } from '../readings.ts'

export default automatic({
  group: 'Behaviour and response',
  order: 2,
  title: 'Behaviour is watched and answered',
  about:
    'An alarm is worth what follows from it: half of the incidents are to be contained within four hours, nine of ten within a day.',
  figures: {
    'behaviour-coverage': most({ pass: 0.95, fail: 0.5 }),
    'alarms-judged': most({ pass: 0.9, fail: 0 }),
    'accounts-ready-to-respond': all('attention'),
    'responses-proved': all('attention'),
    'time-to-contain-median': within(4 * 3600),
    'time-to-contain-p90': within(86_400),
  },
  clauses: {
    'well-architected-iot': ['IOTSEC06-BP02', 'IOTSEC14-BP03'],
    'etsi-en-303-645': ['5.7-2', '5.10-1'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'iec-62443-4-2': ['CR 6.2'],
    'eu-cra': ['I.I(2)(k)', 'I.I(2)(l)'],
    'iso-27001': ['A.5.25', 'A.5.26', 'A.8.16'],
    'soc-2': ['CC7.2', 'CC7.3', 'CC7.4'],
  },
})
