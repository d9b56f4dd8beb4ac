import { partial } from '../kinds.ts'
import { all } from '../readings.ts'

export default partial({
  group: 'Rule 6: Health of controls',
  order: 2,
  title: 'Controls hold when what they depend on fails',
  about: 'Monitoring that stops without a word is worse than none.',
  beyond: 'a change to the second Region that was tried',
  checks: ['account-single-region'],
  figures: {
    'feeds-fresh': all('attention'),
    'people-told-of-feeds': all('attention'),
  },
  clauses: {
    'golden-rules': ['6.2'],
    'well-architected-iot': ['IOTREL14-BP02'],
    'nistir-8259a': ['Cybersecurity State Awareness'],
    'eu-cra': ['I.I(2)(h)'],
    'iso-27001': ['A.5.30', 'A.8.14'],
    'soc-2': ['A1.2'],
  },
})
