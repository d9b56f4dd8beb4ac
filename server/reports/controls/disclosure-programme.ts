import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 10: Vulnerabilities',
  order: 3,
  title: 'There is a programme for those who find weaknesses',
  about: 'Whoever finds a weakness tells somebody: us, if there is a way.',
  beyond: 'the published contact, and what came in by it',
  clauses: {
    'golden-rules': ['10.3'],
    'etsi-en-303-645': ['5.2-1', '5.2-2'],
    'nistir-8259a': ['Information and Query Reception', 'Information Dissemination'],
    'eu-cra': ['I.II(4)', 'I.II(5)', 'I.II(6)', 'Art. 14'],
    'iso-27001': ['A.5.24'],
  },
})
