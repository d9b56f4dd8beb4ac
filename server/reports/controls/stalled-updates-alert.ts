import { automatic } from '../kinds.ts'
import { all } from '../readings.ts'

export default automatic({
  group: 'Rule 4: Updates',
  order: 8,
  title: 'Somebody is told when updates cannot be deployed',
  about: 'A stalled or failing deployment is a finding: it is to reach a person by a target whose messages arrive.',
  figures: {
    'people-told-of-findings': all('fail'),
    'targets-delivering': all('attention', { empty: 'fail' }),
  },
  clauses: {
    'golden-rules': ['4.8'],
    'well-architected-iot': ['IOTSEC06-BP03'],
    'etsi-en-303-645': ['5.3-8'],
    'nistir-8259a': ['Software Update', 'Information Dissemination'],
    'eu-cra': ['I.I(2)(c)'],
    'soc-2': ['CC7.3'],
  },
})
