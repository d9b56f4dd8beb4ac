import { automatic } from '../kinds.ts'
import { all } from '../readings.ts'

export default automatic({
  group: 'Behaviour and response',
  order: 3,
  title: 'Logs have the right level and reach those who watch',
  about:
    'A log that stays where an intruder may reach it is no witness. The console’s own activity is sealed, checked and relayed as well.',
  checks: ['account-logging-off', 'account-logging-too-coarse'],
  figures: {
    'accounts-logging-in-full': all('attention'),
    'targets-delivering': all('attention', { empty: 'fail' }),
    'trail-streamed': all('attention', { empty: 'attention' }),
    'trail-intact': all('fail', { empty: 'unknown' }),
  },
  clauses: {
    'well-architected-iot': ['IOTSEC06-BP01', 'IOTSEC06-BP03'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'iec-62443-4-2': ['CR 2.8', 'CR 2.12', 'CR 3.9', 'CR 6.1'],
    'eu-cra': ['I.I(2)(l)'],
    'iso-27001': ['A.5.28', 'A.5.33', 'A.8.15'],
    'soc-2': ['CC7.2'],
  },
})
