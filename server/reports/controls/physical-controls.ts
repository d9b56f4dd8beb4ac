import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 2: Access',
  order: 5,
  title: 'Devices stand behind physical controls in depth',
  about: 'A lock, a seal, a camera: each buys the time in which an intrusion is noticed.',
  beyond: 'where devices stand and who reaches them',
  clauses: {
    'golden-rules': ['2.5'],
    'eu-cra': ['I.I(2)(d)'],
    'iso-27001': ['A.7.8'],
    'soc-2': ['CC6.4'],
  },
})
