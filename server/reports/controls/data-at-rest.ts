import { attested } from '../kinds.ts'

export default attested({
  group: 'Rule 9: Data',
  order: 3,
  title: 'Stored data is tokenised, hashed or encrypted',
  about: 'A copied store tells nothing to whoever has not the key.',
  beyond: 'encryption of the stores that rules write to',
  clauses: {
    'golden-rules': ['9.3'],
    'nistir-8259a': ['Data Protection'],
    'eu-cra': ['I.I(2)(e)'],
    'iso-27001': ['A.8.11', 'A.8.24'],
    'soc-2': ['CC6.1'],
  },
})
