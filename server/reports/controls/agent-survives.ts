import { partial } from '../kinds.ts'
import { none } from '../readings.ts'

export default partial({
  group: 'Device agents',
  order: 2,
  title: 'The agent survives errors and restarts by itself',
  about: 'A silent agent is either broken or made silent.',
  beyond: 'how an agent behaved under faults in the lab',
  figures: {
    'agents-silent': none('attention'),
    'components-broken': none('attention'),
  },
  clauses: {
    'device-agents': ['2'],
    'etsi-en-303-645': ['5.9-2'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'iec-62443-4-2': ['CR 7.1'],
    'eu-cra': ['I.I(2)(h)'],
  },
})
