import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 4: Updates',
  order: 9,
  title: 'Devices that cannot be updated are known, and there is a plan for each',
  about: 'What stays as it is only becomes weaker: it is isolated or replaced, by somebody, by a day.',
  beyond: 'whether plans are carried out, and until when each model is supported',
  figures: {
    'unupdatable-planned': all('attention'),
  },
  clauses: {
    'golden-rules': ['4.9'],
    'etsi-en-303-645': ['5.3-13', '5.3-14', '5.3-15'],
    'nistir-8259a': ['Software Update'],
    'eu-cra': ['I.I(2)(k)'],
    'iso-27001': ['A.8.8'],
  },
})
