import { automatic } from '../kinds.ts'
import { most, none } from '../readings.ts'

export default automatic({
  group: 'Device agents',
  order: 4,
  title: 'The agent only gathers and sends: no port of it is open',
  about:
    'Open ports of devices whose agents report are held against those allowed; of a device that does not report nobody can say.',
  figures: {
    'agents-reporting': most({ pass: 0.9, fail: 0.5 }),
    'port-coverage': most({ pass: 0.95, fail: 0.5 }),
    'port-alarms': none('fail'),
  },
  clauses: {
    'device-agents': ['4'],
    'etsi-en-303-645': ['5.6-1'],
    'nistir-8259a': ['Logical Access to Interfaces'],
    'iec-62443-4-2': ['CR 7.7'],
    'eu-cra': ['I.I(2)(j)'],
    'soc-2': ['CC6.6'],
  },
})
