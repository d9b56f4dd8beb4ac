import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 9: Data',
  order: 6,
  title: 'Device capabilities, transfer of ownership and duties of privacy are covered',
  about: 'A device that is sold on is not to take its former owner’s data or rights along.',
  beyond: 'what a device can record, how it is handed over, and which duties apply',
  clauses: {
    'golden-rules': ['9.6'],
    'well-architected-iot': ['IOTSEC15-BP01'],
    'etsi-en-303-645': ['5.11-1'],
    'nistir-8259a': ['Data Protection'],
    'eu-cra': ['I.I(2)(m)'],
    'iso-27001': ['A.5.34'],
  },
})
