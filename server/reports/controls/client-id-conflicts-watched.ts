import { automatic } from '../kinds.ts'
import { all, none } from '../readings.ts'

export default automatic({
  group: 'AWS IoT Core',
  order: 2,
  title: 'Conflicts of client IDs are watched, and reach a person',
  about: 'Without the log at INFO, or presence events, nobody knows who threw whom out; without a rule nobody is told.',
  checks: ['account-logging-off', 'account-logging-too-coarse'],
  figures: {
    'accounts-hearing-connections': all('fail'),
    'people-told-of-incidents': all('fail'),
    'incidents-unassigned': none('attention'),
  },
  clauses: {
    'iot-core': ['2'],
    'well-architected-iot': ['IOTSEC06-BP01', 'IOTSEC06-BP03'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'iec-62443-4-2': ['CR 2.8', 'CR 6.2'],
    'eu-cra': ['I.I(2)(l)'],
    'iso-27001': ['A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2', 'CC7.3'],
  },
})
