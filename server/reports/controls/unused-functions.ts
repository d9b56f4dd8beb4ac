import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 8: Attack surface',
  order: 2,
  title: 'Sensors and functions that are not used are off',
  about: 'A microphone that nobody needs still hears.',
  beyond: 'what each model can do, and what of it is switched on',
  clauses: {
    'golden-rules': ['8.2'],
    'etsi-en-303-645': ['5.6-1'],
    'nistir-8259a': ['Device Configuration'],
    'iec-62443-4-2': ['CR 7.7'],
    'eu-cra': ['I.I(2)(j)'],
  },
})
